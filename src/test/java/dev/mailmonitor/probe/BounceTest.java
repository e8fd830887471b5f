package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reports that come instead of the mail.
class BounceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String REPORT =
      """
      Message-ID: <bounce@mail.test>
      Content-Type: multipart/report; report-type=delivery-status; boundary=BB

      --BB
      Content-Type: text/plain

      Sorry.
      --BB
      Content-Type: message/delivery-status

      Reporting-MTA: dns; relay.mail.test
      Original-Envelope-Id: none

      Final-Recipient: rfc822; probe@mail.test
      Action: failed
      Status: 5.1.1
      Remote-MTA: dns; store.mail.test
      Diagnostic-Code: smtp; 550 No such user here

      --BB
      Content-Type: text/rfc822-headers

      Message-ID: TOKEN

      --BB--
      """;

  @TempDir Path directory;

  private CheckReport check(UnaryOperator<String> edit, ScriptedServer smtp) throws Exception {
    try (ScriptedServer sender = smtp;
        ScriptedServer imap =
            ScriptedCheck.server(talk -> {
              ImapDialogue dialogue = ImapDialogue.begin(talk);
              ImapDialogue.Command select = dialogue.until("SELECT");
              talk.say("* 0 EXISTS\r\n* OK [UIDNEXT 1] next\r\n" + select.tag() + " OK done\r\n");
              ImapDialogue.Command noop = dialogue.until("NOOP");
              talk.say(noop.tag() + " OK nothing yet\r\n");
              String report = edit.apply(REPORT);
              ScriptedCheck.showWholeMail(
                  talk, dialogue, report.replace("TOKEN", ScriptedCheck.messageId(sender)));
              dialogue.until("never");
            })) {
      return ScriptedCheck.run(imap, sender, PATIENCE, directory);
    }
  }

  @Test
  void a_bounce_ends_the_wait_at_once_and_tells_why() throws Exception {
    // When
    CheckReport report = check(text -> text, ScriptedCheck.goodSmtp());

    // Then
    Failure failure = ScriptedCheck.failure(report, TestKind.RECEIVE);
    assertThat(failure.cause()).isEqualTo(FailureCause.BOUNCED);
    assertThat(failure.phase()).isEqualTo(Phase.DELIVERY);
    assertThat(failure.summary()).isEqualTo("Email bounced: 5.1.1 550 No such user here");
    assertThat(failure.discreetSummary())
        .isEqualTo("Email bounced: the mail was returned as undeliverable");
    assertThat(failure.details())
        .containsExactly(
            "action: failed",
            "status: 5.1.1",
            "diagnostic: 550 No such user here",
            "remote MTA: store.mail.test",
            "reported by: relay.mail.test",
            "recipient: probe@mail.test");
    assertThat(report.took()).isLessThan(PATIENCE);
  }

  @Test
  void a_bounce_that_names_only_our_token_is_ours_too() throws Exception {
    // When
    CheckReport report =
        check(
            text -> text.replace("Message-ID: TOKEN", "Subject: x").replace("none", "see-TOKEN"),
            ScriptedCheck.goodSmtp());

    // Then
    assertThat(report.failures()).hasSize(1);
  }

  @Test
  void a_bounce_of_another_mail_changes_nothing() throws Exception {
    // When
    CheckReport report =
        check(
            text -> text.replace("Message-ID: TOKEN", "Message-ID: <other@mail.test>"),
            ScriptedCheck.goodSmtp());

    // Then
    assertThat(ScriptedCheck.failure(report, TestKind.RECEIVE).cause())
        .isEqualTo(FailureCause.NOT_DELIVERED);
  }

  @Test
  void a_report_of_a_delay_only_explains_the_wait() throws Exception {
    // When
    CheckReport report =
        check(
            text -> text.replace("Action: failed", "Action: Delayed").replace("5.1.1", "4.4.1"),
            ScriptedCheck.goodSmtp());

    // Then
    Failure failure = ScriptedCheck.failure(report, TestKind.RECEIVE);
    assertThat(failure.cause()).isEqualTo(FailureCause.NOT_DELIVERED);
    assertThat(failure.summary()).isEqualTo("Email not received within 3s timeout");
    assertThat(failure.details())
        .contains("the server reports a delay: 4.4.1 550 No such user here");
  }

  @Test
  void a_mail_that_was_not_confirmed_and_bounces_was_sent() throws Exception {
    // Given
    ScriptedServer silent =
        ScriptedCheck.server(talk -> {
          SmtpDialogue.begin(talk).until(".");
          talk.close();
        });

    // When
    CheckReport report = check(text -> text, silent);

    // Then
    assertThat(ScriptedCheck.notes(report, TestKind.SEND)).hasSize(1);
    assertThat(ScriptedCheck.failure(report, TestKind.RECEIVE).cause())
        .isEqualTo(FailureCause.BOUNCED);
  }
}
