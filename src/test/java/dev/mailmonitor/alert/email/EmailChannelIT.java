package dev.mailmonitor.alert.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.Alert.Condition;
import dev.mailmonitor.alert.Alert.Span;
import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.AlertText;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.testing.SmtpStandIn;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@TestProfile(RelayProfile.class)
class EmailChannelIT {
  private static final Duration PLENTY = Duration.ofMinutes(1);
  private static final Instant DOWN_AT = Instant.parse("2026-01-16T09:30:10Z");
  private static final Instant BACK_AT = Instant.parse("2026-01-16T09:53:20Z");
  private static final Problem AUTH =
      new Problem(
          "SMTP auth failed: 535 5.7.8 <b>denied</b> & \"gone\" 🚨",
          "SMTP auth failed: the login was rejected",
          "login with mail.example.com:587",
          "535-5.7.8 denied\r\n535 5.7.8 see https://example.com/why",
          List.of("192.0.2.7:587: server words again", "192.0.2.8:587: and again"),
          "Check user name and password.");

  private SmtpStandIn relay;

  @BeforeEach
  void start() {
    Relays.forget();
    relay = SmtpStandIn.start(RelayProfile.port());
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void the_mail_says_who_it_is_from_and_that_no_machine_shall_answer() throws Exception {
    // When
    Attempt attempt = deliver(alert(AlertKind.DOWN, DOWN_AT, List.of(AUTH), null));

    // Then
    MimeMessage mail = Relays.read(relay.deliveries().getFirst());
    assertThat(relay.heard())
        .contains(
            "EHLO monitor.test", "MAIL FROM:<monitor@example.com>", "RCPT TO:<ops@example.com>");
    assertThat(mail.getSubject()).isEqualTo("🚨 Mail Server Alert (office)");
    assertThat(mail.getHeader("From")).containsExactly("monitor@example.com");
    assertThat(mail.getHeader("To")).containsExactly("ops@example.com");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getHeader("X-Auto-Response-Suppress"))
        .containsExactly("OOF, AutoReply, RN, NRN");
    assertThat(mail.getHeader("X-Mail-Monitor-Alert")).containsExactly("down");
    assertThat(mail.getHeader("X-Mail-Monitor")).isNull();
    assertThat(mail.getHeader("Precedence")).isNull();
    assertThat(mail.getHeader("Importance")).containsExactly("high");
    assertThat(mail.getHeader("In-Reply-To")).isNull();
    assertThat(mail.getSentDate()).isCloseTo(Instant.now(), PLENTY.toMillis());
    assertThat(attempt).isEqualTo(new Attempt.Accepted(mail.getMessageID()));
  }

  @Test
  void a_recovery_answers_its_failure_also_from_another_process() throws Exception {
    // Given
    deliver(alert(AlertKind.DOWN, DOWN_AT, List.of(AUTH), Span.since(Condition.DOWN, DOWN_AT)));

    // When
    deliver(
        alert(AlertKind.RECOVERED, BACK_AT, List.of(), new Span(Condition.DOWN, DOWN_AT, BACK_AT)));

    // Then
    MimeMessage down = Relays.read(relay.deliveries().getFirst());
    MimeMessage back = Relays.read(relay.deliveries().getLast());
    assertThat(back.getHeader("In-Reply-To")).containsExactly(down.getMessageID());
    assertThat(back.getHeader("References")).containsExactly(down.getMessageID());
    assertThat(back.getMessageID()).isNotEqualTo(down.getMessageID());
    assertThat(back.getHeader("Importance")).isNull();
  }

  static Stream<Alert> alerts() {
    Span over = new Span(Condition.DOWN, DOWN_AT, BACK_AT);
    return Stream.of(
        alert(
            AlertKind.DOWN,
            DOWN_AT,
            List.of(AUTH, Problem.of("Send Test: SMTP auth failed")),
            Span.since(Condition.DOWN, DOWN_AT)),
        alert(AlertKind.DEGRADED, DOWN_AT, List.of(Problem.of("It is slow")), null),
        alert(AlertKind.RECOVERED, BACK_AT, List.of(), over),
        alert(AlertKind.RECOVERED, BACK_AT, List.of(), over)
            .insteadOf(UUID.randomUUID(), List.of(AUTH)),
        alert(AlertKind.RECOVERED, BACK_AT, List.of(), null)
            .insteadOf(UUID.randomUUID(), List.of(AUTH)),
        alert(AlertKind.RECOVERED_WITH_WARNINGS, BACK_AT, List.of(Problem.of("It is slow")), over)
            .remarking("One remark.")
            .remarking("Another one."),
        alert(
            AlertKind.MONITOR_BROKEN,
            DOWN_AT,
            List.of(AUTH),
            Span.since(Condition.UNCHECKED, DOWN_AT)),
        alert(AlertKind.TEST, DOWN_AT, List.of(), null).remarking("Sent by here."));
  }

  @ParameterizedTest
  @EnumSource(AlertDetails.class)
  void its_text_says_what_ntfy_is_told(AlertDetails details) {
    // Given
    AlertText text = new AlertText(ZoneOffset.UTC);
    List<Alert> alerts = alerts().toList();

    // When
    alerts.forEach(
        alert -> Relays.channels(details, "ops@example.com").getFirst().deliver(alert, PLENTY));

    // Then
    assertThat(relay.deliveries())
        .extracting(delivery -> Relays.text(Relays.read(delivery)).stripTrailing())
        .containsExactlyElementsOf(
            alerts.stream().map(alert -> text.render(alert, details).body()).toList());
  }

  @Test
  void its_html_says_the_same_and_nothing_of_it_is_markup() {
    // When
    deliver(
        alert(AlertKind.DOWN, DOWN_AT, List.of(AUTH), Span.since(Condition.DOWN, DOWN_AT))
            .remarking("One <i>remark</i>."));

    // Then
    String html = Relays.html(Relays.read(relay.deliveries().getFirst()));
    assertThat(html)
        .contains(
            "<title>🚨 Mail Server Alert (office)</title>",
            "<p>Mail server monitoring detected failures:</p>",
            "<li>SMTP auth failed: 535 5.7.8 &lt;b&gt;denied&lt;/b&gt; &amp; &quot;gone&quot; 🚨</li>",
            "<td>login with mail.example.com:587</td>",
            "535-5.7.8 denied 535 5.7.8 see https://example.com/why</td>",
            "<td>192.0.2.7:587: server words again<br>192.0.2.8:587: and again</td>",
            "<td>Check user name and password.</td>",
            "<p>Since 2026-01-16 09:30 UTC.</p>",
            "<p>One &lt;i&gt;remark&lt;/i&gt;.</p>")
        .doesNotContain("<b>", "<i>", "<img", "<script", "href=", "src=");
  }

  @Test
  void each_recipient_is_told_apart_from_the_others() {
    // Given
    List<EmailChannel> channels =
        Relays.channels(AlertDetails.FULL, "gone@example.com", "ops@example.com");
    Alert alert = alert(AlertKind.DOWN, DOWN_AT, List.of(AUTH), null);

    // When
    relay.answering("RCPT", "550 5.1.1 no such user");
    Attempt gone = channels.getFirst().deliver(alert, PLENTY);
    relay.takingAll();
    Attempt ops = channels.getLast().deliver(alert, PLENTY);

    // Then
    assertThat(channels)
        .extracting(EmailChannel::name)
        .containsExactly("email:gone@example.com", "email:ops@example.com");
    assertThat(gone).isInstanceOf(Attempt.Final.class);
    assertThat(ops).isInstanceOf(Attempt.Accepted.class);
    assertThat(relay.deliveries())
        .extracting(SmtpStandIn.Delivery::recipient)
        .containsExactly("ops@example.com");
  }

  @Test
  void a_rejected_login_is_not_repeated_for_every_recipient() {
    // Given
    relay.answering("AUTH", "535 5.7.8 authentication failed");
    List<EmailChannel> channels =
        Relays.channels(AlertDetails.FULL, "a@example.com", "b@example.com", "c@example.com");
    Alert alert = alert(AlertKind.DOWN, DOWN_AT, List.of(AUTH), null);

    // When
    List<Attempt> attempts =
        channels.stream().map(channel -> channel.deliver(alert, PLENTY)).toList();
    Attempt again = channels.getFirst().deliver(alert, PLENTY);

    // Then
    assertThat(attempts)
        .hasSize(3)
        .allMatch(again::equals)
        .allMatch(Attempt.Final.class::isInstance);
    assertThat(relay.heard().stream().filter(line -> line.startsWith("EHLO"))).hasSize(1);
  }

  @Test
  void a_silent_relay_is_waited_for_once_and_its_connection_is_closed() {
    // Given
    relay.silentAt("DATA");
    List<EmailChannel> channels =
        Relays.channels(AlertDetails.FULL, "a@example.com", "b@example.com");
    Alert alert = alert(AlertKind.DOWN, DOWN_AT, List.of(AUTH), null);

    // When
    Attempt first = channels.getFirst().deliver(alert, Duration.ofSeconds(2));
    int heard = relay.heard().size();
    Attempt second = channels.getLast().deliver(alert, PLENTY);

    // Then
    assertThat(first).isInstanceOf(Attempt.Later.class);
    assertThat(second).isEqualTo(first);
    assertThat(relay.heard()).hasSize(heard);
    await().untilAsserted(() -> assertThat(relay.openConnections()).isZero());
  }

  @Test
  void a_relay_that_was_silent_many_times_is_used_when_it_speaks_again() {
    // Given
    relay.silentAt("connect");
    EmailChannel channel = Relays.channels(AlertDetails.FULL, "ops@example.com").getFirst();
    Alert alert = alert(AlertKind.DOWN, DOWN_AT, List.of(AUTH), null);
    for (int times = 0; times < 15; times++) {
      channel.deliver(alert, Duration.ofMillis(200));
    }

    // When
    relay.takingAll();
    Attempt attempt = channel.deliver(alert, PLENTY);

    // Then
    assertThat(attempt).isInstanceOf(Attempt.Accepted.class);
    assertThat(relay.deliveries()).hasSize(1);
    await().untilAsserted(() -> assertThat(relay.openConnections()).isZero());
  }

  @Test
  void a_mail_takes_as_long_as_is_documented_at_most() {
    assertThat(EmailChannel.BOUND).isEqualTo(Duration.ofSeconds(15));
    assertThat(Relay.MEMORY).isEqualTo(Duration.ofSeconds(30));
  }

  private static Attempt deliver(Alert alert) {
    return Relays.channels(AlertDetails.FULL, "ops@example.com").getFirst().deliver(alert, PLENTY);
  }

  private static Alert alert(
      AlertKind kind, Instant raisedAt, List<Problem> problems, @Nullable Span span) {
    return new Alert(
        UUID.randomUUID(),
        kind,
        new TargetName("office"),
        raisedAt,
        problems,
        span,
        List.of(),
        List.of());
  }
}
