package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.schedule.Maintenance;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.state.StateException;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.state.Status;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.tls.TrustSources;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second check before a first alarm, with a mail server that can be stopped and started while
/// the second one is waited for.
class ConfirmationTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final GreenMailHost host = GreenMailHost.start();
  private final List<String> told = new ArrayList<>();
  private final List<Check.Run> runs = new ArrayList<>();
  private Duration slept = Duration.ZERO;
  private Sleeper whileWaiting = step -> {};

  private final Progress progress =
      new Progress() {
        @Override
        public void started(Check.Run run) {
          runs.add(run);
          told.add("started");
        }

        @Override
        public void confirming(CheckReport first, Duration wait) {
          told.add("confirming " + first.verdict() + " after " + wait.toSeconds() + " s");
        }

        @Override
        public void resuming() {
          told.add("resuming");
        }

        @Override
        public void found(CheckReport report) {
          told.add("found " + report.verdict());
        }

        @Override
        public void delivered(DeliveryEvent event) {
          told.add("delivered " + event.alert().kind());
        }

        @Override
        public void warn(String text) {
          told.add(text);
        }

        @Override
        public void ended(Check.Run run) {
          told.add("ended");
        }
      };

  @AfterEach
  void stop() {
    host.close();
  }

  private StateStore store() {
    return new FileStateStore(directory.resolve("state.json"), Clock.systemUTC());
  }

  private Outcome check(String password) {
    Account account = new Account(host.user(), Secret.of(password));
    Target target =
        new Target(
            TargetName.UNNAMED,
            new Route(
                new Endpoint(host.host(), host.smtpsPort(), TransportSecurity.TLS),
                account,
                new Endpoint(host.host(), host.imapsPort(), TransportSecurity.TLS),
                account,
                host.user(),
                host.user()),
            Limits.receivingWithin(Duration.ofSeconds(20)),
            AddressFamily.ANY,
            "monitor.test",
            new TrustSources(null, host.caFile()));
    AlertChannel channel =
        new AlertChannel() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public Attempt deliver(Alert alert, Duration atMost) {
            return new Attempt.Accepted("1");
          }
        };
    Sleeper sleeper =
        duration -> {
          slept = slept.plus(duration);
          whileWaiting.sleep(duration);
        };
    return new Monitor(Check.standard(Clock.systemUTC()), Clock.systemUTC(), sleeper, new Random(1))
        .check(
            new Watch(
                target,
                store(),
                List.of(channel),
                new AlertRules(1, 1, WAIT, null, Maintenance.NONE)),
            progress);
  }

  @Test
  void a_failure_that_is_over_at_the_second_check_is_no_alarm() {
    // Given
    host.stopServers();
    whileWaiting = step -> host.startServers();

    // When
    Outcome outcome = check(host.password());

    // Then
    assertThat(slept).isEqualTo(WAIT);
    assertThat(told)
        .containsExactly(
            "started",
            "confirming UNHEALTHY after 20 s",
            "resuming",
            "started",
            "found HEALTHY",
            "ended");
    assertThat(store().peek().state().status()).isEqualTo(Status.HEALTHY);
    assertThat(store().peek().state().memory().tally().consecutiveFailures()).isZero();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Checked.class,
            checked ->
                assertThat(checked.report().of(TestKind.IMAP_AUTH))
                    .hasValueSatisfying(result ->
                        assertThat(((TestResult.Passed) result).notes())
                            .singleElement()
                            .asString()
                            .startsWith("not confirmed: a first check")
                            .contains("IMAP auth failed: Connection refused")));
  }

  @Test
  void a_failure_that_the_second_check_finds_too_is_told_and_lasts_since_the_first() {
    // Given
    host.stopServers();

    // When
    Outcome outcome = check(host.password());

    // Then
    assertThat(told)
        .containsExactly(
            "started",
            "confirming UNHEALTHY after 20 s",
            "resuming",
            "started",
            "found UNHEALTHY",
            "delivered DOWN",
            "ended");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Checked.class,
            checked -> {
              assertThat(checked.report().failures().getFirst().failure().details())
                  .last()
                  .asString()
                  .startsWith("confirmed: a first check");
              assertThat(checked.state().since())
                  .hasValueSatisfying(
                      since -> assertThat(since).isBeforeOrEqualTo(checked.report().startedAt()));
              assertThat(checked.state().memory().tally().consecutiveFailures()).isEqualTo(1);
            });
  }

  @Test
  void an_outage_that_people_know_of_is_not_checked_twice() {
    // Given
    host.stopServers();
    check(host.password());
    told.clear();

    // When
    check(host.password());

    // Then
    assertThat(told).containsExactly("started", "found UNHEALTHY", "ended");
  }

  @Test
  void a_rejected_login_is_not_repeated() {
    // When
    check("another one");

    // Then
    assertThat(told).containsExactly("started", "found UNHEALTHY", "delivered DOWN", "ended");
    assertThat(slept).isZero();
  }

  @Test
  void a_run_that_is_called_off_while_the_second_check_is_waited_for_ends_at_once() {
    // Given
    host.stopServers();
    whileWaiting = step -> runs.getFirst().callOff();

    // When
    Outcome outcome = check(host.password());

    // Then
    assertThat(outcome).isInstanceOf(Outcome.CalledOff.class);
    assertThat(slept).isLessThan(Duration.ofSeconds(1));
    assertThat(told).containsExactly("started", "confirming UNHEALTHY after 20 s", "resuming");
    assertThat(store().peek().state().status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void a_thread_that_is_to_end_while_the_second_check_is_waited_for_ends_at_once() {
    // Given
    host.stopServers();
    whileWaiting =
        step -> {
          throw new InterruptedException();
        };

    // When
    Outcome outcome = check(host.password());

    // Then
    assertThat(outcome).isInstanceOf(Outcome.CalledOff.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void nobody_else_gets_at_the_state_between_the_two_checks() {
    // Given
    host.stopServers();
    whileWaiting =
        step ->
            assertThatThrownBy(() -> store().acquire()).isInstanceOf(StateException.Locked.class);

    // When
    Outcome outcome = check(host.password());

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Checked.class,
            checked -> assertThat(checked.report().verdict()).isEqualTo(Verdict.UNHEALTHY));
  }
}
