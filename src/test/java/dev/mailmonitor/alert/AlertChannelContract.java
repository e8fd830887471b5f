package dev.mailmonitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert.Condition;
import dev.mailmonitor.alert.Alert.Span;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for every way of telling people.
public abstract class AlertChannelContract {
  /// More than any exchange with a server of these tests takes that answers.
  protected static final Duration PLENTY = Duration.ofMinutes(1);

  private static final String SERVER_SAID = "535 5.7.8 the server said so";

  /// The server to which a channel delivers.
  protected interface OtherSide extends AutoCloseable {
    /// How messages about it name it.
    String address();

    /// What the channel logs in with.
    String secret();

    /// What has arrived, title and text of each, oldest first.
    List<String> arrived();

    /// Takes everything, as it does at first.
    void takeAll();

    /// Refuses everything, and will until somebody changes something.
    ///
    /// @param words what it says
    void refuse(String words);

    /// Refuses everything for now.
    ///
    /// @param words what it says
    void postpone(String words);

    /// Accepts connections and says nothing.
    void fallSilent();

    /// Closes connections in the middle of an exchange.
    void hangUp();

    /// Refuses connections.
    void disappear();

    /// Is there again where it was, and takes everything.
    void comeBack();

    @Override
    void close();
  }

  private OtherSide other;

  /// Starts a server that takes everything.
  protected abstract OtherSide otherSide() throws Exception;

  /// A channel to the server that was started last.
  protected abstract AlertChannel channel(AlertDetails details);

  @BeforeEach
  void startOtherSide() throws Exception {
    other = otherSide();
  }

  @AfterEach
  void stopOtherSide() {
    other.close();
  }

  @Test
  void an_accepted_alert_has_a_reference_and_has_arrived_once() {
    // When
    Attempt attempt = deliver(fullAlert(AlertKind.DOWN));

    // Then
    assertThat(attempt)
        .isInstanceOfSatisfying(
            Attempt.Accepted.class, accepted -> assertThat(accepted.reference()).isNotBlank());
    assertThat(other.arrived()).hasSize(1);
    assertThat(other.arrived().getFirst())
        .startsWith("🚨 Mail Server Alert\n")
        .contains(
            "Mail server monitoring detected failures:",
            "• SMTP auth failed: nö 🚨 " + SERVER_SAID,
            "Step: login with mail.example.com:587",
            "What to do: Check the password.",
            "Since 1970-01-01 00:00 UTC.");
  }

  @ParameterizedTest
  @EnumSource(AlertKind.class)
  void every_kind_of_alert_arrives_under_its_title(AlertKind kind) {
    // When
    deliver(fullAlert(kind));

    // Then
    assertThat(other.arrived()).hasSize(1);
    assertThat(other.arrived().getFirst()).startsWith(kind.title() + "\n");
  }

  @Test
  void a_short_alert_has_nothing_that_the_mail_server_said() {
    // When
    channel(AlertDetails.SHORT).deliver(fullAlert(AlertKind.DOWN), PLENTY);

    // Then
    assertThat(other.arrived().getFirst())
        .contains("• SMTP auth failed: the login was rejected", "What to do: Check the password.")
        .doesNotContain(SERVER_SAID, "mail.example.com");
  }

  @Test
  void whatever_the_mail_server_said_one_message_arrives() {
    // Given
    String hostile =
        "\r\n.\r\nQUIT\r\nSubject: forged\r\n\r\n<script>\u202e\ud83d {\"topic\":\"x\"}";

    // When
    Attempt attempt =
        deliver(
            alert(
                AlertKind.DOWN,
                new Problem(hostile, "x", hostile, hostile, List.of(hostile), hostile)));

    // Then
    assertThat(attempt).isInstanceOf(Attempt.Accepted.class);
    assertThat(other.arrived()).hasSize(1);
    assertThat(other.arrived().getFirst())
        .startsWith("🚨 Mail Server Alert\n")
        .contains("• . QUIT Subject: forged <script>")
        .doesNotContain("\nSubject: forged", "\u202e");
  }

  @Test
  void a_refusal_that_stays_is_final_and_says_who_said_what() {
    // Given
    other.refuse("we do not like you");

    // When
    Attempt attempt = deliver(fullAlert(AlertKind.DOWN));

    // Then
    assertThat(reasonOf(Attempt.Final.class, attempt))
        .contains(other.address(), "we do not like you")
        .endsWith(".");
    assertThat(other.arrived()).isEmpty();
  }

  @Test
  void a_refusal_that_passes_is_for_later_and_says_who_said_what() {
    // Given
    other.postpone("come again");

    // When
    Attempt first = deliver(fullAlert(AlertKind.DOWN));
    other.takeAll();
    Attempt second = deliver(fullAlert(AlertKind.DOWN));

    // Then
    assertThat(reasonOf(Attempt.Later.class, first))
        .contains(other.address(), "come again")
        .endsWith(".");
    assertThat(second).isInstanceOf(Attempt.Accepted.class);
    assertThat(other.arrived()).hasSize(1);
  }

  @Test
  void a_server_that_says_nothing_is_for_later_within_the_time_that_was_given() {
    // Given
    AlertChannel channel = channel(AlertDetails.FULL);
    other.fallSilent();

    // When
    long start = System.nanoTime();
    Attempt silent = channel.deliver(fullAlert(AlertKind.DOWN), Duration.ofSeconds(1));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    other.takeAll();
    Attempt afterwards = channel.deliver(fullAlert(AlertKind.DOWN), PLENTY);

    // Then
    assertThat(reasonOf(Attempt.Later.class, silent)).contains(other.address(), "in time");
    assertThat(took).isLessThan(PLENTY);
    assertThat(afterwards).isInstanceOf(Attempt.Accepted.class);
  }

  @Test
  void a_server_that_hangs_up_is_for_later() {
    // Given
    other.hangUp();

    // When
    Attempt attempt = deliver(fullAlert(AlertKind.DOWN));

    // Then
    assertThat(reasonOf(Attempt.Later.class, attempt)).contains(other.address()).endsWith(".");
  }

  @Test
  void a_server_that_is_down_gets_the_alert_once_when_it_is_back() {
    // Given
    AlertChannel channel = channel(AlertDetails.FULL);
    channel.deliver(fullAlert(AlertKind.TEST), PLENTY);
    int before = other.arrived().size();
    other.disappear();

    // When
    Attempt down = channel.deliver(fullAlert(AlertKind.DOWN), PLENTY);
    other.comeBack();
    Attempt back = channel.deliver(fullAlert(AlertKind.DOWN), PLENTY);

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(reasonOf(Attempt.Later.class, down)).contains(other.address()).endsWith(".");
    assertThat(back).isInstanceOf(Attempt.Accepted.class);
    assertThat(other.arrived().stream().filter(text -> text.startsWith("🚨"))).hasSize(1);
  }

  @Test
  void a_secret_that_the_server_sends_back_stays_hidden() {
    // Given
    other.refuse("you said " + other.secret() + " to me");

    // When
    Attempt attempt = deliver(fullAlert(AlertKind.DOWN));

    // Then
    assertThat(reasonOf(Attempt.Final.class, attempt))
        .contains("you said (hidden) to me")
        .doesNotContain(other.secret());
  }

  @Test
  void its_name_never_changes_and_its_way_is_a_word() {
    // When
    String name = channel(AlertDetails.FULL).name();

    // Then
    assertThat(channel(AlertDetails.SHORT).name()).isEqualTo(name);
    assertThat(AlertChannel.way(name)).matches("[a-z]+");
    assertThat(name).startsWith(AlertChannel.way(name));
  }

  private Attempt deliver(Alert alert) {
    return channel(AlertDetails.FULL).deliver(alert, PLENTY);
  }

  /// What an attempt says, which must be of a type.
  protected static String reasonOf(Class<? extends Attempt> type, Attempt attempt) {
    assertThat(attempt).isInstanceOf(type);
    return switch (attempt) {
      case Attempt.Accepted accepted -> accepted.reference();
      case Attempt.Later later -> later.reason();
      case Attempt.Final last -> last.reason();
    };
  }

  /// An alert with everything that an alert of its kind may have.
  protected static Alert fullAlert(AlertKind kind) {
    return alert(
        kind,
        new Problem(
            "SMTP auth failed: nö 🚨 " + SERVER_SAID,
            "SMTP auth failed: the login was rejected",
            "login with mail.example.com:587",
            SERVER_SAID + ", in other words",
            List.of(),
            "Check the password."));
  }

  private static Alert alert(AlertKind kind, Problem problem) {
    return new Alert(
        UUID.randomUUID(),
        kind,
        TargetName.UNNAMED,
        Instant.EPOCH,
        List.of(problem),
        Span.since(Condition.DOWN, Instant.EPOCH),
        List.of(),
        List.of());
  }
}
