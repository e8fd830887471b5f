package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Place;
import dev.mailmonitor.testing.Post;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.RunningProgram;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// SIGTERM while a server is silent, at each step: the run ends soon all the same, removes its mail
/// where that is possible, and says what is left of it.
class InterruptedStepIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration PROMISED = Duration.ofSeconds(8);
  private static final int TERMINATED = 143;

  private static final String CALLED_OFF =
      "the check was called off by a signal; it says nothing about the server, and nothing was"
          + " remembered.";
  private static final String TOLD =
      "interrupted after the tests; an alert that was not delivered yet is tried again with the next"
          + " check.";
  private static final String NO_MAIL = " No test mail is left behind.";
  private static final String REMOVED = " Its test mail was removed.";
  private static final String LEFT =
      " Its test mail was sent and could not be found and removed: the next check does it.";

  private static final Script GOOD_SMTP = smtpUntil("never");
  private static final Script GOOD_IMAP = imapUntil("never");

  @TempDir Path directory;

  /// A mail that is taken gets into the mailbox only when a script puts it there.
  private final Post post = new Post().whose((office, mail) -> {});

  /// What a server does on one connection.
  interface Script {
    void play(Conversation talk, Post post) throws IOException;
  }

  /// A server that falls silent.
  ///
  /// @param name of the step
  /// @param smtp the SMTP server
  /// @param imap the IMAP server
  /// @param lastHeard a regular expression for the line after which one of them is silent
  /// @param told what the run says when it is interrupted there
  record Step(String name, Script smtp, Script imap, String lastHeard, String told) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Step> steps() {
    return Stream.of(
        new Step("AUTH", smtpUntil("AUTH"), GOOD_IMAP, "AUTH .*", CALLED_OFF + NO_MAIL),
        new Step("LOGIN", GOOD_SMTP, imapUntil("LOGIN"), "\\S+ LOGIN .*", CALLED_OFF + NO_MAIL),
        new Step("SELECT", GOOD_SMTP, imapUntil("SELECT"), "\\S+ SELECT .*", CALLED_OFF + NO_MAIL),
        new Step("DATA", smtpUntil("DATA"), GOOD_IMAP, "DATA", CALLED_OFF + NO_MAIL),
        new Step(
            "the final dot, and the mail arrives",
            smtpSilentAfterMail(true),
            GOOD_IMAP,
            "\\.",
            CALLED_OFF + REMOVED),
        new Step(
            "the final dot, and the mail does not arrive",
            smtpSilentAfterMail(false),
            GOOD_IMAP,
            "\\.",
            CALLED_OFF + LEFT),
        new Step("NOOP", GOOD_SMTP, imapUntil("NOOP"), "\\S+ NOOP", CALLED_OFF + LEFT),
        new Step(
            "IDLE, and another session works",
            GOOD_SMTP,
            imapDeafInIdle(false),
            "\\S+ IDLE",
            CALLED_OFF + REMOVED),
        new Step(
            "IDLE, and any other session too",
            GOOD_SMTP,
            imapDeafInIdle(true),
            "\\S+ IDLE",
            CALLED_OFF + LEFT),
        new Step(
            "the cleanup",
            smtpArriving(),
            imapUntil("UID STORE"),
            "\\S+ UID STORE .*",
            "; the next check tries again"));
  }

  private static Script smtpUntil(String verb) {
    return (talk, post) -> {
      SmtpDialogue.begin(talk).bringingTo(post).until(verb);
      talk.hang();
    };
  }

  private static Script imapUntil(String command) {
    return (talk, post) -> {
      ImapDialogue.begin(talk, "IDLE", "UIDPLUS").showing(post).until(command);
      talk.hang();
    };
  }

  private static Script smtpArriving() {
    return (talk, post) -> {
      post.whose((office, mail) -> office.put("INBOX", mail));
      GOOD_SMTP.play(talk, post);
    };
  }

  /// Takes the mail and never says so.
  private static Script smtpSilentAfterMail(boolean arrives) {
    return (talk, post) -> {
      SmtpDialogue smtp = SmtpDialogue.begin(talk);
      smtp.until(".");
      if (arrives) {
        post.put("INBOX", smtp.mail());
      }
      talk.hang();
    };
  }

  /// Begins IDLE, tells nothing of the mail that comes, and does not hear that it is to end.
  private static Script imapDeafInIdle(boolean always) {
    return (talk, post) -> {
      if (talk.number() > 0 && always) {
        talk.hang();
      }
      ImapDialogue.begin(talk, "IDLE", "UIDPLUS")
          .showing(post)
          .until(talk.number() > 0 ? "never" : "IDLE");
      post.put("INBOX", post.brought().getLast());
      talk.say("+ idling\r\n");
      talk.hang();
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void sigterm_ends_a_run_soon_whose_server_is_silent_after(Step step) {
    try (ScriptedServer smtp = ScriptedServer.plain(talk -> step.smtp().play(talk, post));
        ScriptedServer imap = ScriptedServer.plain(talk -> step.imap().play(talk, post))) {
      // Given
      Installation installation = reaching(smtp.port(), imap.port());
      try (RunningProgram running = installation.start()) {
        await()
            .atMost(SOON)
            .until(() ->
                Stream.of(smtp.heard(), imap.heard())
                    .flatMap(List::stream)
                    .anyMatch(line -> line.matches(step.lastHeard())));

        // When / Then
        assertThat(interrupted(installation, running).err()).endsWith(step.told() + "\n");
        if (step.told().endsWith(REMOVED)) {
          assertThat(post.mails("INBOX")).isEmpty();
        }
      }
    }
  }

  @Test
  void sigterm_ends_a_run_that_waits_for_a_connection_and_for_a_tls_handshake() {
    try (Place full = Place.fullQueue();
        ScriptedServer silent = ScriptedServer.plain(Conversation::hang)) {
      // Given
      Installation installation = reaching(full.port(), silent.port()).set("imap_security", "tls");
      try (RunningProgram running = installation.start()) {
        await().atMost(SOON).until(() -> silent.connections() == 1);

        // When / Then
        assertThat(interrupted(installation, running).err())
            .isEqualTo("Error: " + CALLED_OFF + NO_MAIL + "\n");
      }
    }
  }

  @Test
  void sigterm_while_ntfy_is_silent_removes_the_mail_and_keeps_the_alert() {
    try (ScriptedServer smtp = ScriptedServer.plain(talk -> smtpArriving().play(talk, post));
        ScriptedServer imap = ScriptedServer.plain(talk -> GOOD_IMAP.play(talk, post));
        NtfyStandIn ntfy = NtfyStandIn.start()) {
      // Given
      ntfy.always(new NtfyStandIn.Reply.Silence());
      Installation installation =
          reaching(smtp.port(), imap.port())
              .set("delivery_warning", "0.001")
              .telling(ntfy.uri().toString(), "topic");
      try (RunningProgram running = installation.start()) {
        await().atMost(SOON).until(() -> !ntfy.requests().isEmpty());
        assertThat(post.mails("INBOX")).hasSize(1);

        // When / Then
        assertThat(interrupted(installation, running).err()).endsWith(TOLD + REMOVED + "\n");
        assertThat(post.mails("INBOX")).isEmpty();
        assertThat(installation.state().path("outbox")).hasSize(1);
      }
    }
  }

  private Installation reaching(int smtpPort, int imapPort) {
    return Installation.in(directory)
        .reaching("localhost", smtpPort, imapPort)
        .set("smtp_security", "none")
        .set("imap_security", "none")
        .set("username", "probe@mail.test")
        .set("password", "correct horse 42");
  }

  private static Program.Run interrupted(Installation installation, RunningProgram running) {
    long signalled = System.nanoTime();
    running.signal("TERM");
    Program.Run run = installation.end(running);
    assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(PROMISED);
    assertThat(run.status()).isEqualTo(TERMINATED);
    assertThat(run.out()).doesNotContain("❌");
    return run;
  }
}
