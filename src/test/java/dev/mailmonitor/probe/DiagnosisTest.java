package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.ServerReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AUTH | 535 | 5.7.8 Error: authentication failed: (reason unavailable) | AUTH_REJECTED",
        "AUTH | 535 | 5.7.8 Username and Password not accepted | AUTH_REJECTED",
        "AUTH | 454 | 4.7.0 Temporary authentication failure | AUTH_UNAVAILABLE",
        "AUTH | 535 | 5.7.8 Error: authentication failed: Temporary failure | AUTH_UNAVAILABLE",
        "AUTH | NO | [AUTHENTICATIONFAILED] Authentication failed. | AUTH_REJECTED",
        "AUTH | NO | [UNAVAILABLE] Temporary authentication failure. | AUTH_UNAVAILABLE",
        "AUTH | NO | Invalid credentials | AUTH_REJECTED",
        "AUTH | NO | [ALERT] Application-specific password required | PASSWORD_LOGIN_REFUSED",
        "AUTH | 535 | 5.7.8 Error: account is locked | ACCOUNT_UNUSABLE",
        "AUTH | NO | [PRIVACYREQUIRED] Plaintext login refused | ENCRYPTION_REQUIRED",
        "AUTH | NO | [LIMIT] Too many | TOO_MANY_CONNECTIONS",
        "AUTH | NO | Maximum number of connections from user+IP exceeded | TOO_MANY_CONNECTIONS",
        "GREETING | 421 | 4.7.0 mail Error: too many connections from 127.0.0.1 | TOO_MANY_CONNECTIONS",
        "AUTH | 421 | 4.7.0 Error: too many errors | SERVICE_UNAVAILABLE",
        "GREETING | 554 | 5.3.2 no service | SERVICE_UNAVAILABLE",
        "GREETING | BYE | shutting down | SERVICE_UNAVAILABLE",
        "AUTH | BYE | Server shutting down. | SERVICE_UNAVAILABLE",
        "AUTH | BYE | Too many invalid login attempts | AUTH_REJECTED",
        "MAIL | 421 | 4.3.2 System not accepting network messages | SERVICE_UNAVAILABLE",
        "STARTTLS | 454 | 4.7.0 TLS not available due to local problem | SERVICE_UNAVAILABLE",
        "STARTTLS | 502 | 5.5.1 not implemented | STARTTLS_MISSING",
        "MAIL | 553 | 5.7.1 Sender address rejected: not owned by user | SENDER_REJECTED",
        "MAIL | 550 | sender unknown | SENDER_REJECTED",
        "MAIL | 452 | 4.3.1 Insufficient system storage | QUOTA_EXCEEDED",
        "MAIL | 552 | 5.3.4 Message size exceeds fixed limit | SIZE_REJECTED",
        "RCPT | 550 | 5.1.1 User unknown in virtual mailbox table | RECIPIENT_REJECTED",
        "RCPT | 554 | 5.7.1 Relay access denied | RELAY_DENIED",
        "RCPT | 454 | 4.7.1 Relay access denied | RELAY_DENIED",
        "RCPT | 553 | 5.7.1 <a@b>: Sender address rejected: not owned by user c | SENDER_REJECTED",
        "RCPT | 450 | 4.7.1 Error: too much mail from 127.0.0.1 | RATE_LIMITED",
        "RCPT | 451 | 4.7.1 Service unavailable - try again later | TEMPORARY_FAILURE",
        "RCPT | 451 | 4.7.1 Try again later | GREYLISTED",
        "RCPT | 450 | 4.2.0 Greylisted, see help | GREYLISTED",
        "RCPT | 552 | 5.2.2 Mailbox full | QUOTA_EXCEEDED",
        "RCPT | 452 | 4.2.2 over quota | QUOTA_EXCEEDED",
        "RCPT | 450 | 4.1.1 try later | TEMPORARY_FAILURE",
        "DATA | 554 | 5.7.1 Message rejected: virus | POLICY_REJECTED",
        "DATA | 552 | 5.3.4 Error: message file too big | SIZE_REJECTED",
        "DATA | 451 | 4.3.0 queue file write error | TEMPORARY_FAILURE",
        "SELECT | NO | Mailbox can't be selected | MAILBOX_UNREADABLE",
        "DELIVERY | NO | [SERVERBUG] Internal error | SERVICE_UNAVAILABLE",
        "DELIVERY | BAD | Unknown command | PROTOCOL_ERROR",
        "DATA | 554 | Transaction failed | PERMANENT_FAILURE"
      })
  void a_refusal_is_named_by_what_was_asked_and_what_was_said(
      Phase phase, String code, String text, FailureCause expected) {
    // When
    FailureCause cause = Diagnosis.rejected(phase, new ServerReply(code, text));

    // Then
    assertThat(cause).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(FailureCause.class)
  void every_cause_has_one_sentence_of_advice(FailureCause cause) {
    // When
    String advice = cause.advice();

    // Then
    assertThat(advice).endsWith(".").hasSizeBetween(40, 220).doesNotContain("  ");
    assertThat(cause.words()).isNotBlank().doesNotContain("\n");
  }
}
