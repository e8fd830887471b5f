package dev.mailmonitor.serve;

import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.output.ReportText;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.watch.TargetView;
import dev.mailmonitor.watch.WatchListener;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/// The service's log: a line a test, in the words that a single run prints, and a line for whatever
/// happens to an alert. Trouble of a mail server is a warning, trouble of the monitor an error.
@Singleton
public class ServiceLog implements WatchListener {
  private static final Logger LOG = Logger.getLogger("mail-monitor");

  /// The field of structured logs that names the target.
  private static final String TARGET = "target";

  private final Clock clock;

  /// A log whose times are in the clock's zone.
  ///
  /// @param clock tells the zone
  public ServiceLog(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void assigned(Target target) {
    log(Logger.Level.DEBUG, target.name(), "is watched");
  }

  @Override
  public void ended(TargetView view, Outcome outcome) {
    switch (outcome) {
      case Outcome.Checked checked -> tell(view.name(), checked.report());
      case Outcome.CalledOff calledOff ->
          log(
              Logger.Level.INFO,
              view.name(),
              "the check was called off; nothing was remembered. " + calledOff.trace().words());
      case Outcome.Trouble trouble -> log(Logger.Level.ERROR, view.name(), trouble.reason());
    }
  }

  private void tell(TargetName target, CheckReport report) {
    for (ReportText.Block block : ReportText.blocks(report, clock.getZone())) {
      log(
          block.isTrouble() ? Logger.Level.WARN : Logger.Level.INFO,
          target,
          String.join("\n", block.lines()));
    }
  }

  @Override
  public void delivered(TargetName target, DeliveryEvent event) {
    Logger.Level level =
        switch (event) {
          case DeliveryEvent.Delivered _ -> Logger.Level.INFO;
          case DeliveryEvent.Postponed _, DeliveryEvent.Unsaved _ -> Logger.Level.WARN;
          case DeliveryEvent.Refused _, DeliveryEvent.Dropped _ -> Logger.Level.ERROR;
        };
    log(level, target, event.line());
  }

  @Override
  public void warned(TargetName target, String text) {
    log(Logger.Level.WARN, target, text);
  }

  @Override
  public void dismissed(TargetName target) {
    log(Logger.Level.INFO, target, "is not watched any more");
  }

  private static void log(Logger.Level level, TargetName target, String text) {
    if (!target.isNamed()) {
      LOG.log(level, text);
      return;
    }
    MDC.put(TARGET, target.value());
    try {
      LOG.log(level, target + ": " + text);
    } finally {
      MDC.remove(TARGET);
    }
  }
}
