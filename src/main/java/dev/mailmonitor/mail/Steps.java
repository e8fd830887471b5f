package dev.mailmonitor.mail;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which step a session is in, and how long each took. Where several commands are on their way, the
/// session is in the step whose answer is awaited: the first one takes the whole way there and
/// back, and each later one what its answer comes after the one before.
final class Steps {
  private final Service service;
  private final List<Timings.Entry> timings = new ArrayList<>();
  private final Deque<Awaited> awaited = new ArrayDeque<>();
  private Phase phase = Phase.NAME_RESOLUTION;
  private long startedAt = System.nanoTime();
  private boolean running = true;
  private Duration shortestAnswer = Duration.ofDays(1);

  /// A command without an answer.
  ///
  /// @param tag what its answer begins with; empty in SMTP, where answers come in order
  /// @param phase the step that it is; null if it is a part of the step that the session is in
  /// @param saidAt when it was said
  private record Awaited(String tag, @Nullable Phase phase, long saidAt) {}

  Steps(Service service) {
    this.service = service;
  }

  Phase phase() {
    return phase;
  }

  boolean isIn(Phase step) {
    return running && phase == step;
  }

  Timings timings() {
    return new Timings(timings);
  }

  /// The shortest time in which a command was answered: what the way there and back takes at most.
  Duration shortestAnswer() {
    return shortestAnswer;
  }

  boolean isAwaitingAnswer() {
    return !awaited.isEmpty();
  }

  void enter(Phase next) {
    finish();
    phase = next;
    startedAt = System.nanoTime();
    running = true;
  }

  void finish() {
    if (running) {
      running = false;
      timings.add(
          new Timings.Entry(service, phase, Duration.ofNanos(System.nanoTime() - startedAt)));
    }
  }

  void said(String tag, @Nullable Phase step) {
    awaited.add(new Awaited(tag, step, System.nanoTime()));
    if (awaited.size() == 1 && step != null) {
      enter(step);
    }
  }

  /// The oldest command was answered, or the server spoke without being asked.
  void answered() {
    Awaited answered = awaited.poll();
    if (answered != null) {
      measure(answered);
    }
    finish();
    enterNext();
  }

  /// A command was answered, if its tag is one of ours.
  ///
  /// @return whether it is
  boolean answered(String tag) {
    Awaited next = awaited.peek();
    if (next != null && next.tag().equals(tag)) {
      awaited.remove();
      measure(next);
      // These steps consist of many commands.
      if (phase != Phase.DELIVERY && phase != Phase.CLEANUP) {
        finish();
      }
      enterNext();
      return true;
    }
    return awaited.removeIf(other -> other.tag().equals(tag));
  }

  private void enterNext() {
    Awaited next = awaited.peek();
    if (next != null && next.phase() != null) {
      enter(next.phase());
    }
  }

  private void measure(Awaited answered) {
    Duration took = Duration.ofNanos(System.nanoTime() - answered.saidAt());
    if (took.compareTo(shortestAnswer) < 0) {
      shortestAnswer = took;
    }
  }
}
