package dev.mailmonitor.watch;

import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Several listeners as one. The failure of one does not reach the others, nor the check.
///
/// @param all who listens, in the order in which they are told
record Listeners(List<WatchListener> all) implements WatchListener {
  private static final Logger LOG = Logger.getLogger(Listeners.class);

  Listeners {
    all = List.copyOf(all);
  }

  private void each(Consumer<WatchListener> telling) {
    for (WatchListener listener : all) {
      try {
        telling.accept(listener);
      } catch (RuntimeException bug) {
        LOG.errorf(
            "internal error, please report it: %s failed: %s",
            listener.getClass().getSimpleName(), bug);
      }
    }
  }

  @Override
  public void assigned(Target target) {
    each(listener -> listener.assigned(target));
  }

  @Override
  public void started(TargetName target, Duration lateness) {
    each(listener -> listener.started(target, lateness));
  }

  @Override
  public void ended(TargetView view, Outcome outcome) {
    each(listener -> listener.ended(view, outcome));
  }

  @Override
  public void delivered(TargetName target, DeliveryEvent event) {
    each(listener -> listener.delivered(target, event));
  }

  @Override
  public void warned(TargetName target, String text) {
    each(listener -> listener.warned(target, text));
  }

  @Override
  public void dismissed(TargetName target) {
    each(listener -> listener.dismissed(target));
  }
}
