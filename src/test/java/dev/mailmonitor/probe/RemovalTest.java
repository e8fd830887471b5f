package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.Removal;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.tls.TlsClient;
import dev.mailmonitor.tls.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said to an IMAP server so that the own mails go, here 5 and 6, and no other.
class RemovalTest {
  private static final List<Long> OWN = List.of(5L, 6L);

  @TempDir Path directory;

  /// The server's part after the flags are set.
  private interface Rest {
    void play(Conversation talk, ImapDialogue dialogue) throws IOException;
  }

  private static ScriptedServer server(String capability, Rest rest) {
    return ScriptedCheck.server(talk -> {
      ImapDialogue dialogue = ImapDialogue.begin(talk, capability);
      ImapDialogue.Command fetch = dialogue.until("UID FETCH");
      talk.say("* 2 FETCH (UID 5)\r\n* 3 FETCH (UID 6)\r\n" + fetch.tag() + " OK done\r\n");
      ImapDialogue.Command store = dialogue.until("UID STORE");
      talk.say(store.tag() + " OK done\r\n");
      rest.play(talk, dialogue);
      dialogue.until("never");
    });
  }

  private static void found(Conversation talk, ImapDialogue dialogue, String uids)
      throws IOException {
    ImapDialogue.Command search = dialogue.until("UID SEARCH");
    talk.say("* SEARCH" + uids + "\r\n" + search.tag() + " OK done\r\n");
  }

  private static void header(Conversation talk, ImapDialogue dialogue, int uid, String header)
      throws IOException {
    ImapDialogue.Command fetch = dialogue.until("UID FETCH");
    String text = header + "\r\n\r\n";
    talk.say(
        "* 1 FETCH (UID %d BODY[HEADER.FIELDS (MESSAGE-ID)] {%d}\r\n%s)\r\n%s OK done\r\n"
            .formatted(uid, text.length(), text, fetch.tag()));
  }

  private static void expunged(Conversation talk, ImapDialogue dialogue, String command)
      throws IOException {
    ImapDialogue.Command expunge = dialogue.until(command);
    talk.say("* 2 EXPUNGE\r\n* 2 EXPUNGE\r\n" + expunge.tag() + " OK done\r\n");
  }

  private Removal removal(ScriptedServer imap) throws Exception {
    Target target =
        ScriptedCheck.target(imap.port(), imap.port(), Duration.ofSeconds(5), directory);
    TlsClient tls =
        new TlsClient(new TrustedCertificates(target.trust()).trustManager(), Clock.systemUTC());
    Deadline until = Deadline.after(Duration.ofSeconds(20));
    try (ImapSession session = new ImapSession(target, tls, until)) {
      session.open();
      session.reader().mails(OWN, until).get();
      return session.remove(OWN, mail -> TestMail.isMarked(mail.headers()), until);
    }
  }

  /// Without tags, from STORE on.
  private static List<String> said(ScriptedServer imap) {
    List<String> commands =
        imap.heard().stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    int store = commands.indexOf("UID STORE 5,6 +FLAGS.SILENT (\\Deleted)");
    return commands.subList(store + 1, commands.size()).stream()
        .filter(command -> !command.equals("LOGOUT"))
        .toList();
  }

  @Test
  void with_uidplus_only_the_own_mails_are_expunged() throws Exception {
    try (ScriptedServer imap =
        server("UIDPLUS", (talk, dialogue) -> expunged(talk, dialogue, "UID EXPUNGE"))) {
      assertThat(removal(imap)).isEqualTo(Removal.GONE);
      assertThat(said(imap)).containsExactly("UID EXPUNGE 5,6");
    }
  }

  @Test
  void imap4rev2_has_expunge_by_uid_without_saying_uidplus() throws Exception {
    try (ScriptedServer imap =
        server("IMAP4rev2", (talk, dialogue) -> expunged(talk, dialogue, "UID EXPUNGE"))) {
      assertThat(removal(imap)).isEqualTo(Removal.GONE);
      assertThat(said(imap)).containsExactly("UID EXPUNGE 5,6");
    }
  }

  @Test
  void
      without_uidplus_the_last_thing_before_the_expunge_is_the_answer_that_nothing_else_is_flagged()
          throws Exception {
    try (ScriptedServer imap =
        server(
            "IDLE",
            (talk, dialogue) -> {
              found(talk, dialogue, " 5 6");
              expunged(talk, dialogue, "EXPUNGE");
            })) {
      assertThat(removal(imap)).isEqualTo(Removal.GONE);
      assertThat(said(imap)).containsExactly("UID SEARCH DELETED", "EXPUNGE");
    }
  }

  @Test
  void without_uidplus_a_letter_that_the_user_has_flagged_keeps_everything_from_being_expunged()
      throws Exception {
    try (ScriptedServer imap =
        server(
            "IDLE",
            (talk, dialogue) -> {
              found(talk, dialogue, " 4 5 6");
              header(talk, dialogue, 4, "Subject: Mail Monitor Test");
            })) {
      assertThat(removal(imap)).isEqualTo(Removal.ONLY_FLAGGED);
      assertThat(said(imap)).hasSize(2).noneMatch(command -> command.contains("EXPUNGE"));
    }
  }

  @Test
  void without_uidplus_test_mails_that_another_monitor_has_flagged_are_expunged_too()
      throws Exception {
    try (ScriptedServer imap =
        server(
            "IDLE",
            (talk, dialogue) -> {
              found(talk, dialogue, " 4 5 6");
              header(talk, dialogue, 4, "X-Mail-Monitor: true");
              found(talk, dialogue, " 4 5 6");
              expunged(talk, dialogue, "EXPUNGE");
            })) {
      assertThat(removal(imap)).isEqualTo(Removal.GONE);
      assertThat(said(imap)).hasSize(4).endsWith("UID SEARCH DELETED", "EXPUNGE");
    }
  }

  @Test
  void without_uidplus_a_letter_that_is_flagged_at_the_second_look_stays() throws Exception {
    try (ScriptedServer imap =
        server(
            "IDLE",
            (talk, dialogue) -> {
              found(talk, dialogue, " 4 5 6");
              header(talk, dialogue, 4, "X-Mail-Monitor: true");
              found(talk, dialogue, " 3 4 5 6");
              header(talk, dialogue, 3, "Subject: Hello");
            })) {
      assertThat(removal(imap)).isEqualTo(Removal.ONLY_FLAGGED);
      assertThat(said(imap)).noneMatch(command -> command.contains("EXPUNGE"));
    }
  }

  @Test
  void mails_that_a_server_keeps_without_saying_no_are_noticed() throws Exception {
    try (ScriptedServer imap =
        server(
            "UIDPLUS",
            (talk, dialogue) -> {
              ImapDialogue.Command expunge = dialogue.until("UID EXPUNGE");
              talk.say(expunge.tag() + " OK done\r\n");
              found(talk, dialogue, " 5 6");
            })) {
      assertThat(removal(imap)).isEqualTo(Removal.STILL_THERE);
    }
  }

  @Test
  void mails_that_go_at_the_same_moment_are_not_taken_for_the_own_ones() throws Exception {
    try (ScriptedServer imap =
        server(
            "UIDPLUS",
            (talk, dialogue) -> {
              ImapDialogue.Command expunge = dialogue.until("UID EXPUNGE");
              talk.say("* 1 EXPUNGE\r\n* 2 EXPUNGE\r\n" + expunge.tag() + " OK done\r\n");
              found(talk, dialogue, " 5");
            })) {
      assertThat(removal(imap)).isEqualTo(Removal.STILL_THERE);
    }
  }

  @Test
  void mails_that_somebody_else_expunged_at_the_same_moment_are_gone() throws Exception {
    try (ScriptedServer imap =
        server(
            "UIDPLUS",
            (talk, dialogue) -> {
              ImapDialogue.Command expunge = dialogue.until("UID EXPUNGE");
              talk.say(expunge.tag() + " OK done\r\n");
              found(talk, dialogue, "");
            })) {
      assertThat(removal(imap)).isEqualTo(Removal.GONE);
    }
  }
}
