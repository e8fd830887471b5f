package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An IMAP session that is cut while it is waited for the mail.
class CutSessionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  @TempDir Path directory;

  /// Where a session ends before its time.
  private interface Cut {
    void of(Conversation talk, ImapDialogue dialogue) throws IOException;
  }

  private static ScriptedServer imap(ScriptedServer smtp, Cut firstSession) {
    return ScriptedCheck.server(talk -> {
      ImapDialogue dialogue = ImapDialogue.begin(talk, "IDLE");
      if (talk.number() == 0) {
        firstSession.of(talk, dialogue);
        return;
      }
      ImapDialogue.Command select = dialogue.until("SELECT");
      int mails = ScriptedCheck.messageId(smtp).isEmpty() ? 0 : 1;
      talk.say("* %d EXISTS\r\n* OK [UIDNEXT %d] next\r\n".formatted(mails, mails + 1));
      talk.say("* OK [UIDVALIDITY 1] ok\r\n");
      talk.say(select.tag() + " OK done\r\n");
      ImapDialogue.Command noop = dialogue.until("NOOP");
      talk.say(noop.tag() + " OK nothing yet\r\n");
      ScriptedCheck.showMail(
          talk, dialogue, "Message-ID: " + ScriptedCheck.messageId(smtp) + "\n\n");
      dialogue.until("never");
    });
  }

  private void assertGoesOn(Cut cut) throws Exception {
    try (ScriptedServer smtp = ScriptedCheck.goodSmtp();
        ScriptedServer imap = imap(smtp, cut)) {
      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, PATIENCE, directory);

      // Then
      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.HEALTHY);
      assertThat(imap.connections()).isEqualTo(2);
      assertThat(imap.heard()).filteredOn(line -> line.contains(" UID FETCH 1:*")).isNotEmpty();
      assertThat(report.timings().of(Service.IMAP, Phase.DELIVERY)).isPresent();
    }
  }

  @Test
  void a_closed_session_is_opened_again_and_the_mail_found() throws Exception {
    assertGoesOn((talk, dialogue) -> {
      dialogue.until("NOOP");
      talk.close();
    });
  }

  @Test
  void a_reset_session_is_opened_again_and_the_mail_found() throws Exception {
    assertGoesOn((talk, dialogue) -> {
      dialogue.until("NOOP");
      talk.reset();
    });
  }

  @Test
  void a_session_that_the_server_ends_while_idle_is_opened_again_and_the_mail_found()
      throws Exception {
    assertGoesOn((talk, dialogue) -> {
      dialogue.until("IDLE");
      talk.say("+ idling\r\n* BYE Server shutting down.\r\n");
      talk.close();
    });
  }

  @Test
  void a_session_that_is_cut_before_the_mail_is_sent_is_opened_again() throws Exception {
    assertGoesOn((talk, dialogue) -> {
      dialogue.until("SELECT");
      talk.close();
    });
  }

  @Test
  void a_login_that_is_rejected_now_is_not_repeated() throws Exception {
    // Given
    try (ScriptedServer smtp = ScriptedCheck.goodSmtp();
        ScriptedServer imap =
            ScriptedCheck.server(talk -> {
              ImapDialogue dialogue = ImapDialogue.begin(talk);
              if (talk.number() == 0) {
                dialogue.until("NOOP");
                talk.close();
                return;
              }
              talk.say(
                  dialogue.until("LOGIN").tag()
                      + " NO [AUTHENTICATIONFAILED] Authentication failed.\r\n");
              talk.hang();
            })) {

      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, PATIENCE, directory);

      // Then
      Failure failure = ScriptedCheck.failure(report, TestKind.RECEIVE);
      assertThat(failure.summary())
          .isEqualTo(
              "Failed to look for the test email: Connection closed: the server closed the"
                  + " connection");
      assertThat(failure.details())
          .containsExactly(
              "the session could not be opened again: NO [AUTHENTICATIONFAILED] Authentication"
                  + " failed.");
      assertThat(imap.connections()).isEqualTo(2);
      assertThat(report.took()).isLessThan(PATIENCE);
    }
  }

  @Test
  void a_server_that_stays_away_is_tried_a_few_times_and_told() throws Exception {
    // Given
    try (ScriptedServer smtp = ScriptedCheck.goodSmtp();
        ScriptedServer imap =
            ScriptedCheck.server(talk -> {
              if (talk.number() == 0) {
                ImapDialogue.begin(talk).until("NOOP");
              }
              talk.close();
            })) {

      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, PATIENCE, directory);

      // Then
      Failure failure = ScriptedCheck.failure(report, TestKind.RECEIVE);
      assertThat(failure.cause()).isEqualTo(FailureCause.CONNECTION_CLOSED);
      assertThat(failure.summary()).startsWith("Failed to look for the test email: ");
      assertThat(imap.connections()).isBetween(3, 9);
      assertThat(report.took()).isLessThan(PATIENCE.plusSeconds(4));
    }
  }

  @Test
  void a_run_that_is_called_off_does_not_wait_for_the_server_to_come_back() throws Exception {
    // Given
    try (ScriptedServer smtp = ScriptedCheck.goodSmtp();
        ScriptedServer imap =
            ScriptedCheck.server(talk -> {
              if (talk.number() == 0) {
                ImapDialogue.begin(talk).until("NOOP");
              }
              talk.close();
            });
        Check.Run run =
            Check.standard(Clock.systemUTC())
                .prepare(
                    ScriptedCheck.target(
                        imap.port(), smtp.port(), Duration.ofSeconds(9), directory),
                    ScriptedCheck.INSTANCE)) {
      CompletableFuture<CheckReport> report = CompletableFuture.supplyAsync(run::run);
      Awaitility.await().until(() -> imap.connections() >= 3);

      // When
      run.callOff();

      // Then
      Awaitility.await().atMost(Duration.ofSeconds(2)).until(report::isDone);
    }
  }
}
