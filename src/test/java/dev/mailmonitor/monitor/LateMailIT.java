package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.PendingMail;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.schedule.Maintenance;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.tls.TrustSources;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mail that comes after its time, with a real Postfix and Dovecot.
@NeedsMailServers
class LateMailIT {
  @TempDir Path directory;

  private final List<Alert> told = new ArrayList<>();
  private final Monitor monitor =
      new Monitor(
          Check.standard(Clock.systemUTC()),
          Clock.systemUTC(),
          Sleeper.REAL,
          RandomGenerator.getDefault());

  private Watch watch(MailHost host, AlertRules rules) {
    Account account = new Account(host.user(), Secret.of(host.password()));
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
            Limits.receivingWithin(Duration.ofSeconds(4)),
            AddressFamily.ANY,
            null,
            new TrustSources(null, host.caFile()));
    StateStore store = new FileStateStore(directory.resolve("state.json"), Clock.systemUTC());
    return new Watch(target, store, List.of(new Teller()), rules);
  }

  private CheckReport check(Watch watch) {
    Outcome outcome = monitor.check(watch, new Silence());
    assertThat(outcome).isInstanceOf(Outcome.Checked.class);
    return ((Outcome.Checked) outcome).report();
  }

  @Test
  void a_mail_that_comes_after_its_time_is_recognised_told_and_removed_by_the_next_check() {
    try (MailHost host = MailHost.start()) {
      // Given
      Watch watch = watch(host, AlertRules.AT_ONCE);
      host.holdMail();
      CheckReport failed = check(watch);
      PendingMail pending = failed.pending().orElseThrow();
      host.releaseMail();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> host.messages(host.user(), "INBOX").size() == 1);

      // When
      CheckReport report = check(watch);

      // Then
      assertThat(failed.verdict()).isEqualTo(Verdict.UNHEALTHY);
      assertThat(report.verdict()).as(() -> report + host.logs()).isEqualTo(Verdict.HEALTHY);
      assertThat(report.lateMails()).hasSize(1);
      LateMail late = report.lateMails().getFirst();
      assertThat(late.run()).isEqualTo(pending.run());
      assertThat(late.delay()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(30));
      assertThat(told).extracting(Alert::kind).containsExactly(AlertKind.DOWN, AlertKind.RECOVERED);
      assertThat(told.getLast().remarks())
          .singleElement()
          .asString()
          .matches("The mail of \\d\\d:\\d\\d arrived after \\d+ s\\.");
      assertThat(watch.store().peek().state().memory().inFlight().pending()).isEmpty();
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
    }
  }

  @Test
  void a_mail_that_comes_while_a_second_check_is_waited_for_is_recognised_and_removed() {
    try (MailHost host = MailHost.start()) {
      // Given
      AlertRules confirming = new AlertRules(1, 1, Duration.ofMillis(100), null, Maintenance.NONE);
      Sleeper untilTheMailIsThere =
          step -> {
            host.releaseMail();
            Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> host.messages(host.user(), "INBOX").size() == 1);
          };
      host.holdMail();
      Watch watch = watch(host, confirming);

      // When
      Outcome outcome =
          new Monitor(
                  Check.standard(Clock.systemUTC()),
                  Clock.systemUTC(),
                  untilTheMailIsThere,
                  RandomGenerator.getDefault())
              .check(watch, new Silence());

      // Then
      CheckReport report = ((Outcome.Checked) outcome).report();
      assertThat(report.verdict()).as(() -> report + host.logs()).isEqualTo(Verdict.HEALTHY);
      assertThat(report.lateMails()).hasSize(1);
      assertThat(told).isEmpty();
      assertThat(watch.store().peek().state().memory().inFlight().pending()).isEmpty();
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
    }
  }

  private final class Teller implements AlertChannel {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public Attempt deliver(Alert alert, Duration atMost) {
      told.add(alert);
      return new Attempt.Accepted("ok");
    }
  }

  static final class Silence implements Progress {
    @Override
    public void started(Check.Run run) {}

    @Override
    public void found(CheckReport report) {}

    @Override
    public void delivered(DeliveryEvent event) {}

    @Override
    public void warn(String text) {}

    @Override
    public void ended(Check.Run run) {}
  }
}
