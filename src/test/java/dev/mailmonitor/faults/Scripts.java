package dev.mailmonitor.faults;

import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.SmtpDialogue;
import java.io.IOException;
import java.time.Duration;

/// What the servers of the table do, in the words of the table.
final class Scripts {
  static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private Scripts() {}

  /// A submission server that works.
  static Scene.Script goodSmtp() {
    return scene -> scene.smtp().until("never");
  }

  /// An IMAP server that works.
  static Scene.Script goodImap() {
    return scene -> scene.imap().until("never");
  }

  /// Accepts the connection and says nothing.
  static Scene.Script silent() {
    return scene -> scene.talk().hang();
  }

  /// Accepts the connection and closes it.
  static Scene.Script closing() {
    return scene -> {};
  }

  /// Says these lines instead of a greeting, and no more.
  static Scene.Script greets(String... lines) {
    return scene -> {
      scene.say(lines);
      scene.talk().hang();
    };
  }

  /// Says this a byte a second.
  static Scene.Script dripsGreeting(String text) {
    return scene -> scene.talk().drip(text, ONE_SECOND);
  }

  /// Answers a command with these lines, and the others well.
  static Scene.Script smtpAnswers(String verb, String... lines) {
    return scene -> {
      SmtpDialogue smtp = scene.smtp();
      smtp.until(verb);
      scene.say(lines);
      smtp.until("never");
    };
  }

  /// Answers a command with these lines and closes the connection.
  static Scene.Script smtpAnswersAndCloses(String verb, String... lines) {
    return scene -> {
      scene.smtp().until(verb);
      scene.say(lines);
    };
  }

  /// Does not answer a command.
  static Scene.Script smtpSilentAt(String verb) {
    return scene -> {
      scene.smtp().until(verb);
      scene.talk().hang();
    };
  }

  /// Closes the connection instead of answering a command.
  static Scene.Script smtpClosesAt(String verb) {
    return scene -> scene.smtp().until(verb);
  }

  /// Resets the connection instead of answering a command.
  static Scene.Script smtpResetsAt(String verb) {
    return scene -> {
      scene.smtp().until(verb);
      scene.talk().reset();
    };
  }

  /// Answers a command a byte a second.
  static Scene.Script smtpDripsAt(String verb, String answer) {
    return scene -> {
      scene.smtp().until(verb);
      scene.talk().drip(answer, ONE_SECOND);
    };
  }

  /// Sends the same line again and again instead of answering a command.
  static Scene.Script smtpFloodsAt(String verb, String line) {
    return scene -> {
      scene.smtp().until(verb);
      flood(scene, line + "\r\n");
    };
  }

  /// Answers a command with a tag and this, and the others well.
  static Scene.Script imapAnswers(String command, String answer) {
    return scene -> {
      ImapDialogue imap = scene.imap();
      scene.say(imap.until(command).tag() + " " + answer);
      imap.until("never");
    };
  }

  /// Answers a command with a tag and this, each time.
  static Scene.Script imapAlwaysAnswers(String command, String answer) {
    return scene -> {
      ImapDialogue imap = scene.imap();
      while (true) {
        scene.say(imap.until(command).tag() + " " + answer);
      }
    };
  }

  /// Says a line before each answer to a command.
  static Scene.Script imapSaysBefore(String command, String... lines) {
    return scene -> {
      ImapDialogue imap = scene.imap();
      while (true) {
        ImapDialogue.Command asked = imap.until(command);
        scene.say(lines);
        imap.answerWell(asked);
      }
    };
  }

  /// Does not answer a command.
  static Scene.Script imapSilentAt(String command) {
    return scene -> {
      scene.imap().until(command);
      scene.talk().hang();
    };
  }

  /// Closes the connection instead of answering a command.
  static Scene.Script imapClosesAt(String command) {
    return scene -> scene.imap().until(command);
  }

  /// Answers a command a byte a second.
  static Scene.Script imapDripsAt(String command, String answer) {
    return scene -> {
      scene.imap().until(command);
      scene.talk().drip(answer, ONE_SECOND);
    };
  }

  /// Sends the same text again and again instead of answering a command.
  static Scene.Script imapFloodsAt(String command, String text) {
    return scene -> {
      scene.imap().until(command);
      flood(scene, text);
    };
  }

  /// Says the same line ten times a second instead of answering a command.
  static Scene.Script smtpBabblesAt(String verb, String line) {
    return scene -> {
      scene.smtp().until(verb);
      babble(scene, line);
    };
  }

  /// Says the same line ten times a second instead of answering a command.
  static Scene.Script imapBabblesAt(String command, String line) {
    return scene -> {
      scene.imap().until(command);
      babble(scene, line);
    };
  }

  /// Does one thing on the first connection and another on each later one.
  static Scene.Script first(Scene.Script first, Scene.Script later) {
    return scene -> (scene.talk().number() == 0 ? first : later).play(scene);
  }

  /// Says a line again and again, with a pause after its first character.
  static void babble(Scene scene, String line) throws IOException {
    while (true) {
      scene.talk().drip(line.substring(0, 1), Duration.ofMillis(100));
      scene.say(line.substring(1));
    }
  }

  /// Says a text again and again, as fast as it is heard.
  static void flood(Scene scene, String text) throws IOException {
    String many = text.repeat(Math.max(1, 8192 / text.length()));
    while (true) {
      scene.talk().say(many);
    }
  }
}
