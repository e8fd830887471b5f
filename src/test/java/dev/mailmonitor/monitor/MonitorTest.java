package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.Endpoint;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.TrustSources;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cycle around a check, with a server that is down, which is the quickest one to check.
class MonitorTest {
  @TempDir Path directory;

  private final List<String> told = new ArrayList<>();

  private final Progress progress =
      new Progress() {
        @Override
        public void started(Check.Run run) {
          told.add("started");
        }

        @Override
        public void found(CheckReport report) {
          told.add("found " + report.verdict());
        }

        @Override
        public void delivered(DeliveryEvent event) {
          told.add("delivered " + event.alert().title());
        }

        @Override
        public void warn(String text) {
          told.add("warning");
        }

        @Override
        public void ended(Check.Run run) {
          told.add("ended");
        }
      };

  private static Monitor monitor() {
    return new Monitor(
        Check.standard(Clock.systemUTC()), Clock.systemUTC(), duration -> {}, new Random(1));
  }

  /// A target at which nobody listens.
  static Target target(TrustSources trust) throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    Endpoint nobody = new Endpoint("127.0.0.1", closed, TransportSecurity.TLS);
    Account account = new Account("probe@mail.test", Secret.of("s3cret"));
    return new Target(
        TargetName.UNNAMED,
        new Route(nobody, account, nobody, account, "probe@mail.test", "probe@mail.test"),
        Limits.receivingWithin(Duration.ofSeconds(2)),
        AddressFamily.ANY,
        "monitor.test",
        trust);
  }

  private StateStore store() {
    return new FileStateStore(directory.resolve("state").resolve("state.json"), Clock.systemUTC());
  }

  /// A channel that looks, at the moment of delivery, at what is already saved.
  private static AlertChannel channel(StateStore store, List<TargetState> savedBefore) {
    return new AlertChannel() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public Attempt deliver(Alert alert, Duration atMost) {
        savedBefore.add(store.peek().state());
        return new Attempt.Accepted("1");
      }
    };
  }

  @Test
  void an_alert_is_written_down_before_it_is_sent_and_struck_off_afterwards() throws Exception {
    // Given
    StateStore store = store();
    List<TargetState> savedBefore = new ArrayList<>();
    Watch watch =
        new Watch(target(TrustSources.JAVA_ONLY), store, List.of(channel(store, savedBefore)));

    // When
    Outcome outcome = monitor().check(watch, progress);

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Checked.class,
            checked -> assertThat(checked.report().verdict()).isEqualTo(Verdict.UNHEALTHY));
    assertThat(savedBefore).singleElement().isInstanceOf(TargetState.Unhealthy.class);
    assertThat(savedBefore.getFirst().outbox().entries()).hasSize(1);
    assertThat(store.peek().state().outbox().isEmpty()).isTrue();
    assertThat(told)
        .containsExactly("started", "found UNHEALTHY", "delivered 🚨 Mail Server Alert", "ended");
  }

  @Test
  void a_state_that_cannot_be_saved_is_told_and_the_alert_is_sent_all_the_same() throws Exception {
    // Given
    Files.writeString(directory.resolve("state"), "a file where the directory should be");
    StateStore store = store();
    List<TargetState> savedBefore = new ArrayList<>();
    Watch watch =
        new Watch(target(TrustSources.JAVA_ONLY), store, List.of(channel(store, savedBefore)));

    // When
    monitor().check(watch, progress);

    // Then
    assertThat(savedBefore).hasSize(1);
    assertThat(told).contains("warning", "delivered 🚨 Mail Server Alert");
  }

  @Test
  void a_state_that_another_run_holds_is_trouble_and_nothing_is_checked() throws Exception {
    // Given
    StateStore store = store();
    Watch watch = new Watch(target(TrustSources.JAVA_ONLY), store, List.of());

    // When
    Outcome outcome;
    try (StateStore.Lease held = store.acquire()) {
      outcome = monitor().check(watch, progress);
      assertThat(held.warnings()).isEmpty();
    }

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Trouble.class, trouble -> assertThat(trouble.reason()).contains("locked"));
    assertThat(told).isEmpty();
  }

  @Test
  void a_monitor_that_cannot_check_says_so_once() throws Exception {
    // Given
    StateStore store = store();
    List<TargetState> savedBefore = new ArrayList<>();
    TrustSources vanished = new TrustSources(null, directory.resolve("vanished.pem"));
    Watch watch = new Watch(target(vanished), store, List.of(channel(store, savedBefore)));

    // When
    Outcome first = monitor().check(watch, progress);
    Outcome second = monitor().check(watch, progress);

    // Then
    assertThat(first).isInstanceOf(Outcome.Trouble.class);
    assertThat(second).isInstanceOf(Outcome.Trouble.class);
    assertThat(told).containsExactly("delivered 🚨 Mail Monitor cannot check");
  }
}
