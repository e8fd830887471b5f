package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.ServerReply;
import dev.mailmonitor.target.JunkRule;
import dev.mailmonitor.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What sending and waiting come to: the results of the last two tests.
///
/// @param target what is checked
/// @param mail the test mail
/// @param sent what came of sending it
/// @param arrival what came of waiting for it; null if it was not waited for
record Delivery(Target target, TestMail mail, Sent sent, @Nullable Arrival arrival) {
  /// The results of the send test and of the receive test.
  List<TestResult> results() {
    return switch (sent) {
      case Sent.Refused refused -> sendFailed(refused.failure());
      case Sent.Accepted _ -> List.of(sendPassed(List.of()), receive(orMissing()));
      case Sent.Uncertain uncertain -> decided(uncertain.failure(), orMissing());
    };
  }

  /// From when on a mail that the server has, or may have, was waited for in vain; as
  /// [System#nanoTime()] counts.
  OptionalLong pendingSince() {
    boolean seen =
        switch (orMissing()) {
          case Arrival.InInbox _, Arrival.InJunk _, Arrival.Bounced _ -> true;
          case Arrival.Missing _, Arrival.Unknown _ -> false;
        };
    return switch (sent) {
      case Sent.Refused _ -> OptionalLong.empty();
      case Sent.Accepted accepted -> seen ? OptionalLong.empty() : OptionalLong.of(accepted.at());
      case Sent.Uncertain uncertain ->
          seen ? OptionalLong.empty() : OptionalLong.of(uncertain.at());
    };
  }

  /// How long the mail was looked for in vain; zero if nobody could look, or if it was found.
  Duration missedFor() {
    return arrival instanceof Arrival.Missing missing ? missing.waited() : Duration.ZERO;
  }

  /// How long the mail was on its way to the INBOX, or null if it did not get there.
  @Nullable Duration time() {
    return arrival instanceof Arrival.InInbox inbox ? inbox.after() : null;
  }

  /// What is to be warned of because a delivery to Junk is tolerated.
  Optional<String> toleratedJunk() {
    return arrival instanceof Arrival.InJunk junk && target.tolerance().junk() == JunkRule.DEGRADED
        ? Optional.of(inJunk(junk))
        : Optional.empty();
  }

  private static String inJunk(Arrival.InJunk junk) {
    return "Email delivered to Junk (\""
        + ServerReply.clean(junk.mailbox())
        + "\") after "
        + seconds(junk.after());
  }

  private Arrival orMissing() {
    return arrival == null
        ? new Arrival.Missing(Duration.ZERO, FailureCause.NOT_DELIVERED, List.of())
        : arrival;
  }

  /// A mail that the server did not confirm was sent if it is seen again, in whatever way.
  private List<TestResult> decided(Failure unconfirmed, Arrival found) {
    return switch (found) {
      case Arrival.InInbox _, Arrival.InJunk _, Arrival.Bounced _ ->
          List.of(
              sendPassed(
                  List.of(
                      "the server did not confirm the mail ("
                          + unconfirmed.cause().words()
                          + "), but it took it: times count from the end of the mail's content")),
              receive(found));
      case Arrival.Missing missing ->
          sendFailed(
              unconfirmed.with(
                  "the mail was sent completely and not confirmed, and it did not arrive within "
                      + seconds(missing.waited())
                      + " either"));
      case Arrival.Unknown unknown ->
          sendFailed(
              unconfirmed.with(
                  "the mail was sent completely and not confirmed, and the mailbox could not tell: "
                      + unknown.failure().summary()));
    };
  }

  private static List<TestResult> sendFailed(Failure failure) {
    return List.of(
        new TestResult.Failed(TestKind.SEND, failure),
        new TestResult.Skipped(TestKind.RECEIVE, "Send Test failed"));
  }

  private TestResult sendPassed(List<String> notes) {
    return new TestResult.Passed(TestKind.SEND, "OK (Message-ID: " + mail.messageId() + ")", notes);
  }

  private TestResult receive(Arrival found) {
    return switch (found) {
      case Arrival.InInbox inbox ->
          new TestResult.Passed(
              TestKind.RECEIVE, "Email delivered in " + seconds(inbox.after()), List.of());
      case Arrival.InJunk junk ->
          switch (target.tolerance().junk()) {
            case FAIL -> failed(FailureCause.DELIVERED_TO_JUNK, inJunk(junk), List.of());
            case DEGRADED -> new TestResult.Passed(TestKind.RECEIVE, inJunk(junk));
          };
      case Arrival.Bounced bounced -> bounced(bounced.bounce());
      case Arrival.Missing missing -> notReceived(missing);
      case Arrival.Unknown unknown -> new TestResult.Failed(TestKind.RECEIVE, unknown.failure());
    };
  }

  private TestResult bounced(Bounce bounce) {
    return new TestResult.Failed(
        TestKind.RECEIVE,
        new Failure(
            FailureCause.BOUNCED,
            Phase.DELIVERY,
            "Email bounced: " + bounce.words(),
            "Email bounced: " + FailureCause.BOUNCED.words(),
            "the IMAP server " + target.route().imap(),
            bounce.words(),
            bounce.details()));
  }

  private TestResult notReceived(Arrival.Missing missing) {
    Duration configured = target.limits().receiveTimeout();
    Duration waited = missing.waited().compareTo(configured) < 0 ? missing.waited() : configured;
    boolean cut = configured.minus(waited).compareTo(Duration.ofSeconds(1)) >= 0;
    List<String> details = new ArrayList<>(missing.explanations());
    if (cut) {
      details.add(
          "the check's time limit of "
              + wholeSeconds(target.limits().total())
              + " s left no more of the receive timeout of "
              + wholeSeconds(configured)
              + " s");
    }
    details.add("Message-ID: " + mail.messageId());
    return failed(
        missing.cause(),
        "Email not received within " + wholeSeconds(cut ? waited : configured) + "s timeout",
        details);
  }

  private TestResult failed(FailureCause cause, String summary, List<String> details) {
    return new TestResult.Failed(
        TestKind.RECEIVE,
        new Failure(
            cause,
            Phase.DELIVERY,
            summary,
            summary,
            "the IMAP server " + target.route().imap(),
            null,
            details));
  }

  /// A duration as all lines about deliveries tell it, e.g. `2.1s`.
  ///
  /// @param duration not negative
  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
  }

  /// A configured duration, without a fraction where it has none.
  ///
  /// @param duration not negative
  static String wholeSeconds(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    return seconds == Math.rint(seconds)
        ? String.valueOf((long) seconds)
        : String.format(Locale.ROOT, "%.1f", seconds);
  }
}
