package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that does not say whether it took the mail: the mailbox decides.
class UncertainSendTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @TempDir Path directory;

  private static ScriptedServer smtpThatClosesAfterTheDot() {
    return ScriptedCheck.server(talk -> {
      SmtpDialogue.begin(talk).until(".");
      talk.close();
    });
  }

  private static ScriptedServer emptyImap() {
    return ScriptedCheck.server(talk -> ImapDialogue.begin(talk).until("never"));
  }

  private static ScriptedServer imapThatShowsTheMailOf(AtomicReference<ScriptedServer> smtp) {
    return ScriptedCheck.server(talk -> {
      ImapDialogue dialogue = ImapDialogue.begin(talk);
      ImapDialogue.Command select = dialogue.until("SELECT");
      talk.say("* 0 EXISTS\r\n* OK [UIDNEXT 1] next\r\n" + select.tag() + " OK done\r\n");
      ImapDialogue.Command noop = dialogue.until("NOOP");
      talk.say(noop.tag() + " OK nothing yet\r\n");
      ScriptedCheck.showMail(
          talk, dialogue, "Message-ID: " + ScriptedCheck.messageId(smtp.get()) + "\n\n");
      dialogue.until("never");
    });
  }

  @Test
  void a_mail_that_was_not_confirmed_and_arrives_was_sent() throws Exception {
    // Given
    AtomicReference<ScriptedServer> sender = new AtomicReference<>();
    try (ScriptedServer smtp = smtpThatClosesAfterTheDot();
        ScriptedServer imap = imapThatShowsTheMailOf(sender)) {
      sender.set(smtp);

      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, PATIENCE, directory);

      // Then
      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.HEALTHY);
      assertThat(report.delivery()).isPresent();
      assertThat(ScriptedCheck.notes(report, TestKind.SEND))
          .containsExactly(
              "the server did not confirm the mail (Connection closed by the server), but it took"
                  + " it: times count from the end of the mail's content");
      assertThat(report.of(TestKind.RECEIVE).orElseThrow().toString())
          .contains("Email delivered in ");
    }
  }

  @Test
  void a_mail_that_was_not_confirmed_and_does_not_arrive_was_not_sent() throws Exception {
    // Given
    try (ScriptedServer smtp = smtpThatClosesAfterTheDot();
        ScriptedServer imap = emptyImap()) {

      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, PATIENCE, directory);

      // Then
      Failure failure = ScriptedCheck.failure(report, TestKind.SEND);
      assertThat(failure.cause()).isEqualTo(FailureCause.CONNECTION_CLOSED);
      assertThat(failure.phase()).isEqualTo(Phase.DATA);
      assertThat(failure.summary())
          .isEqualTo(
              "Failed to send test email: Connection closed: the server closed the connection");
      assertThat(failure.details())
          .singleElement()
          .asString()
          .startsWith("the mail was sent completely and not confirmed, and it did not arrive");
      assertThat(report.of(TestKind.RECEIVE))
          .contains(new TestResult.Skipped(TestKind.RECEIVE, "Send Test failed"));
    }
  }

  @Test
  void silence_after_the_final_dot_is_told_as_no_answer() throws Exception {
    // Given
    try (ScriptedServer imap = emptyImap();
        ScriptedServer smtp =
            ScriptedCheck.server(talk -> {
              SmtpDialogue.begin(talk).until(".");
              talk.hang();
            })) {

      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, PATIENCE, directory);

      // Then
      Failure failure = ScriptedCheck.failure(report, TestKind.SEND);
      assertThat(failure.cause()).isEqualTo(FailureCause.NO_ANSWER);
      assertThat(failure.phase()).isEqualTo(Phase.DATA);
    }
  }

  @Test
  void a_connection_that_breaks_within_the_content_is_a_failure_at_once() throws Exception {
    // Given
    try (ScriptedServer imap = emptyImap();
        ScriptedServer smtp =
            ScriptedCheck.server(talk -> {
              SmtpDialogue.begin(talk).until("DATA");
              talk.close();
            })) {

      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, Duration.ofSeconds(8), directory);

      // Then
      assertThat(ScriptedCheck.failure(report, TestKind.SEND).details()).isEmpty();
      assertThat(report.took()).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void a_refusal_after_the_final_dot_is_a_refusal() throws Exception {
    // Given
    try (ScriptedServer imap = emptyImap();
        ScriptedServer smtp =
            ScriptedCheck.server(talk -> {
              SmtpDialogue dialogue = SmtpDialogue.begin(talk);
              dialogue.until(".");
              talk.say("421 4.3.2 Service shutting down\r\n");
              talk.close();
            })) {

      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, Duration.ofSeconds(8), directory);

      // Then
      assertThat(ScriptedCheck.failure(report, TestKind.SEND).summary())
          .isEqualTo("Failed to send test email: 421 4.3.2 Service shutting down");
      assertThat(report.took()).isLessThan(Duration.ofSeconds(5));
    }
  }
}
