package dev.mailmonitor.monitor;

import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.state.FileStateStore;
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
import dev.mailmonitor.tls.TrustSources;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/// One monitor of a [MailHost]'s first user, made of the same parts as the program's, with a state
/// file and so an identity of its own.
final class MailHostWatch {
  private final Watch watch;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Monitor monitor =
      new Monitor(
          Check.standard(Clock.systemUTC()),
          Clock.systemUTC(),
          Sleeper.REAL,
          RandomGenerator.getDefault());

  /// A monitor that was never used.
  ///
  /// @param stateFile where it keeps its state
  /// @param receiveTimeout how long it waits for its mail
  /// @param channels how it tells people
  MailHostWatch(MailHost host, Path stateFile, Duration receiveTimeout, AlertChannel... channels) {
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
            Limits.receivingWithin(receiveTimeout),
            AddressFamily.ANY,
            null,
            new TrustSources(null, host.caFile()));
    watch = new Watch(target, new FileStateStore(stateFile, Clock.systemUTC()), List.of(channels));
  }

  /// Checks once.
  Outcome check() {
    return monitor.check(watch, new Listener());
  }

  /// Checks once, which must be possible.
  ///
  /// @throws AssertionError if the monitor itself was in trouble
  CheckReport report() {
    return switch (check()) {
      case Outcome.Checked checked -> checked.report();
      case Outcome other -> throw new AssertionError(other + " " + warnings);
    };
  }

  /// Its name in its test mails.
  String instance() {
    return watch.store().peek().state().memory().instance().toString();
  }

  /// What it complained of, beside its verdicts, since this was last asked.
  List<String> warnings() {
    List<String> said = List.copyOf(warnings);
    warnings.clear();
    return said;
  }

  private final class Listener implements Progress {
    @Override
    public void started(Check.Run run) {}

    @Override
    public void found(CheckReport report) {}

    @Override
    public void delivered(DeliveryEvent event) {}

    @Override
    public void warn(String text) {
      warnings.add(text);
    }

    @Override
    public void ended(Check.Run run) {}
  }
}
