package dev.mailmonitor.endtoend;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Monitor;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.monitor.Progress;
import dev.mailmonitor.monitor.Sleeper;
import dev.mailmonitor.monitor.Watch;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
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
import dev.mailmonitor.testing.FaultyLink;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.tls.TrustSources;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Monitored checks of a mail host, with a [FaultyLink] between them and one of its services. The
/// program's own composition, in this JVM.
///
/// @param host the mail host
/// @param service whose sessions go over links
/// @param security how both services are spoken to
/// @param limits how long the checks may take
/// @param trust the authority of the host's certificate
/// @param state the state file of this check
/// @param recipient whom its mails are for
/// @param password what it logs in with
record LinkedCheck(
    MailHost host,
    Service service,
    TransportSecurity security,
    Limits limits,
    TrustSources trust,
    Path state,
    String recipient,
    String password) {

  private static final Monitor MONITOR =
      new Monitor(
          Check.standard(Clock.systemUTC()),
          Clock.systemUTC(),
          Sleeper.REAL,
          RandomGenerator.getDefault());

  /// What a check came to.
  ///
  /// @param report what it found
  /// @param alerts what people were told
  /// @param warnings what it said beside its verdict
  /// @param transcript what was said in its sessions, the cleanup included
  /// @param took how long all of it took, the cleanup included
  record Ended(
      CheckReport report,
      List<Alert> alerts,
      List<String> warnings,
      Transcript transcript,
      Duration took) {}

  /// The port that a link to this check's service goes to.
  int servicePort() {
    return port(service);
  }

  private int port(Service which) {
    boolean startTls = security == TransportSecurity.STARTTLS;
    return switch (which) {
      case SMTP -> startTls ? host.smtpStarttlsPort() : host.smtpsPort();
      case IMAP -> startTls ? host.imapStarttlsPort() : host.imapsPort();
    };
  }

  /// Checks over a link.
  Ended over(FaultyLink link) {
    return check(link.port(), recipient);
  }

  /// Checks without a link, with a mail to the account itself.
  Ended directly() {
    return check(servicePort(), host.user());
  }

  /// Who checks, as the test mails say.
  String instance() {
    return store().peek().state().memory().instance().toString();
  }

  private StateStore store() {
    return new FileStateStore(state, Clock.systemUTC());
  }

  private Ended check(int linkedPort, String to) {
    Account account = new Account(host.user(), Secret.of(password));
    Target target =
        new Target(
            TargetName.UNNAMED,
            new Route(
                new Endpoint(
                    "localhost",
                    service == Service.SMTP ? linkedPort : port(Service.SMTP),
                    security),
                account,
                new Endpoint(
                    "localhost",
                    service == Service.IMAP ? linkedPort : port(Service.IMAP),
                    security),
                account,
                host.user(),
                to),
            limits,
            AddressFamily.IPV4,
            "monitor.test",
            trust);
    Recorder recorder = new Recorder();
    long begun = System.nanoTime();
    Outcome outcome = MONITOR.check(new Watch(target, store(), List.of(recorder)), recorder);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (!(outcome instanceof Outcome.Checked checked)) {
      throw new AssertionError("The monitor did not check: " + outcome);
    }
    return new Ended(
        checked.report(),
        List.copyOf(recorder.alerts),
        List.copyOf(recorder.warnings),
        recorder.transcript,
        took);
  }

  private static final class Recorder implements Progress, AlertChannel {
    private final List<Alert> alerts = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Transcript transcript = Transcript.EMPTY;

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
    public void ended(Check.Run run) {
      transcript = run.transcript();
    }

    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public Attempt deliver(Alert alert, Duration atMost) {
      alerts.add(alert);
      return new Attempt.Accepted("ok");
    }
  }
}
