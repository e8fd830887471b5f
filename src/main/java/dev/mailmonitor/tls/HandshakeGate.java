package dev.mailmonitor.tls;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Bounds how many TLS sessions are negotiated at the same time. Each costs milliseconds of
/// computing: a burst of them would starve a small machine, and servers would look slow that are
/// not. Whoever came first has the first turn.
///
/// The bound is about computing, not about connections: who waits for a silent server is to end the
/// turn, and who has waited too long goes without one.
public final class HandshakeGate {
  /// A gate that lets everybody pass.
  public static final HandshakeGate OPEN = new HandshakeGate(Integer.MAX_VALUE);

  /// How soon somebody who waits notices that it is for nothing.
  private static final long SLICE_MILLIS = 200;

  private final Deque<CountDownLatch> queue = new ArrayDeque<>();

  /// How many may pass; more than none only if nobody waits.
  private int free;

  /// A gate with a bound.
  ///
  /// @param most how many negotiate at the same time; at least one
  public HandshakeGate(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("A gate that lets " + most + " pass");
    }
    this.free = most;
  }

  /// A turn to be taken at this gate, one after the other by the same thread.
  public Turn turn() {
    return new Turn();
  }

  private synchronized @Nullable CountDownLatch enter() {
    if (free > 0) {
      free--;
      return null;
    }
    CountDownLatch place = new CountDownLatch(1);
    queue.add(place);
    return place;
  }

  private synchronized void leave() {
    CountDownLatch next = queue.poll();
    if (next == null) {
      free++;
    } else {
      next.countDown();
    }
  }

  private synchronized boolean leaveQueue(CountDownLatch place) {
    return queue.remove(place);
  }

  /// One connection's turns. For one thread.
  public final class Turn {
    private boolean taken;

    private Turn() {}

    /// Waits for a turn, and goes without one if it does not come.
    ///
    /// @param atMost how long to wait
    /// @param givenUp whether it is for nothing
    /// @return how long that took
    public Duration await(Duration atMost, BooleanSupplier givenUp) {
      end();
      CountDownLatch place = enter();
      if (place == null) {
        taken = true;
        return Duration.ZERO;
      }
      long start = System.nanoTime();
      // A place that is not in the queue any more was just given a turn.
      taken = isReached(place, start + atMost.toNanos(), givenUp) || !leaveQueue(place);
      return Duration.ofNanos(System.nanoTime() - start);
    }

    private boolean isReached(CountDownLatch place, long until, BooleanSupplier givenUp) {
      try {
        while (!givenUp.getAsBoolean()) {
          long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
          if (left <= 0) {
            return false;
          }
          if (place.await(Math.min(left, SLICE_MILLIS), TimeUnit.MILLISECONDS)) {
            return true;
          }
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      return false;
    }

    /// Lets the next one pass. More than once does no harm.
    public void end() {
      if (taken) {
        taken = false;
        leave();
      }
    }
  }
}
