package dev.mailmonitor.alert.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.target.Redaction;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.testing.SecretWatch;
import dev.mailmonitor.tls.TrustException;
import dev.mailmonitor.tls.TrustSources;
import dev.mailmonitor.tls.TrustedCertificates;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.ext.mail.SMTPException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayFaultsTest {
  private static final String PASSWORD = SecretWatch.OF_TESTS.keep("judged password 5");

  private final RelayFaults faults =
      new RelayFaults("relay.example.com:587", Redaction.of("monitor", Secret.of(PASSWORD)));

  @ParameterizedTest
  @CsvSource({
    "got error response, 554, true, with its greeting, email_host",
    "HELO failed., 504, true, to HELO, ehlo_name",
    "AUTH PLAIN failed, 535, true, to the login of email_username, email_password",
    "sender address not accepted, 553, true, to the sender email_from, email_from",
    "recipient address not accepted, 550, false, to this recipient, email_to",
    "DATA command not accepted, 554, false, to DATA, log",
    "sending data failed, 554, false, to the mail, filters",
    "reset command failed, 502, false, in the session, log"
  })
  void a_refusal_is_final_and_says_at_which_step_and_what_to_do(
      String message, int code, boolean ofRelay, String step, String advice) {
    // When
    RelayFaults.Verdict verdict = faults.judge(refusal(message, code, code + " 5.7.1 go away"));

    // Then
    assertThat(verdict.attempt())
        .isInstanceOfSatisfying(
            Attempt.Final.class,
            last ->
                assertThat(last.reason())
                    .startsWith(
                        "The mail server relay.example.com:587 answered %s: \"%d 5.7.1 go away\"."
                            .formatted(step, code))
                    .contains(advice));
    assertThat(verdict.ofRelay()).isEqualTo(ofRelay);
  }

  @ParameterizedTest
  @CsvSource({
    "got error response, 421",
    "AUTH LOGIN failed, 454",
    "sender address not accepted, 452",
    "recipient address not accepted, 451",
    "sending data failed, 451"
  })
  void a_refusal_for_now_is_for_later(String message, int code) {
    // When
    Attempt attempt = faults.judge(refusal(message, code, code + " 4.7.1 come again")).attempt();

    // Then
    assertThat(attempt)
        .isInstanceOfSatisfying(
            Attempt.Later.class,
            later -> assertThat(later.reason()).contains("\"" + code + " 4.7.1 come again\""));
  }

  @Test
  void several_lines_are_told_as_one_without_what_could_forge_another() {
    // When
    Attempt attempt =
        faults
            .judge(
                refusal(
                    "recipient address not accepted",
                    550,
                    "550-5.1.1 no \u001b[31m\u202esuch",
                    "550 5.1.1 user"))
            .attempt();

    // Then
    assertThat(reason(attempt)).contains("\"550-5.1.1 no [31msuch 550 5.1.1 user\"");
  }

  @Test
  void a_password_that_is_sent_back_stays_hidden_in_any_form() {
    // Given
    String plain =
        Base64.getEncoder()
            .encodeToString(("\0monitor\0" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    // When
    String said =
        reason(
            faults
                .judge(
                    refusal(
                        "AUTH PLAIN failed",
                        535,
                        "535-you said " + plain,
                        "535 that is " + PASSWORD))
                .attempt());

    // Then
    assertThat(said).contains("(hidden)").doesNotContain(plain, PASSWORD);
    SecretWatch.OF_TESTS.inspect("what is said of a refusal", said);
  }

  @Test
  void a_certificate_that_is_not_trusted_is_final() {
    // Given
    SSLHandshakeException failed = new SSLHandshakeException("no");
    failed.initCause(new CertificateException("unable to find valid certification path"));

    // When
    RelayFaults.Verdict verdict = faults.judge(new ExecutionException(failed));

    // Then
    assertThat(verdict.attempt()).isInstanceOf(Attempt.Final.class);
    assertThat(reason(verdict.attempt()))
        .isEqualTo(
            "The mail server relay.example.com:587 shows a certificate that is not trusted (unable"
                + " to find valid certification path). Check the name in email_host; if the"
                + " certificate comes from an authority of your own, name that one in ca_file.");
    assertThat(verdict.ofRelay()).isTrue();
  }

  @Test
  void what_may_pass_is_for_later_and_the_same_for_all_recipients() {
    // When
    List<RelayFaults.Verdict> verdicts =
        List.of(
            faults.silent(),
            faults.judge(new SSLException("Unsupported or unrecognized SSL message")),
            faults.judge(new UnknownHostException("relay.example.com")),
            faults.judge(new ConnectException("Connection refused")),
            faults.judge(new IOException("socket was closed unexpected.")),
            faults.judge(new NoStackTraceThrowable("Connection was closed.")));

    // Then
    assertThat(verdicts)
        .allSatisfy(verdict -> {
          assertThat(verdict.attempt()).isInstanceOf(Attempt.Later.class);
          assertThat(verdict.ofRelay()).isTrue();
          assertThat(reason(verdict.attempt()))
              .startsWith("The mail server relay.example.com:587 ")
              .endsWith(".");
        });
  }

  @Test
  void what_only_somebody_can_mend_is_final() {
    // When
    List<RelayFaults.Verdict> verdicts =
        List.of(
            faults.judge(
                new NoStackTraceThrowable("STARTTLS required but not supported by server")),
            faults.judge(
                new NoStackTraceThrowable(
                    "login is required, but no allowed AUTH methods available. You may need to do"
                        + " STARTTLS")),
            faults.judge(new IllegalStateException("x", untrusting())));

    // Then
    assertThat(verdicts)
        .allSatisfy(verdict -> assertThat(verdict.attempt()).isInstanceOf(Attempt.Final.class))
        .extracting(verdict -> reason(verdict.attempt()))
        .satisfiesExactly(
            starttls -> assertThat(starttls).contains("does not offer STARTTLS", "email_security"),
            login -> assertThat(login).contains("offers no login", "email_username"),
            trust -> assertThat(trust).contains("The ca_file /missing.pem cannot be read"));
  }

  private static TrustException untrusting() {
    try {
      new TrustedCertificates(new TrustSources(null, Path.of("/missing.pem"))).trustManager();
    } catch (TrustException missing) {
      return missing;
    }
    throw new AssertionError("There is a file /missing.pem");
  }

  private static SMTPException refusal(String message, int code, String... lines) {
    return new SMTPException(message, code, List.of(lines), true);
  }

  private static String reason(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Accepted accepted -> throw new AssertionError("accepted");
      case Attempt.Later later -> later.reason();
      case Attempt.Final last -> last.reason();
    };
  }
}
