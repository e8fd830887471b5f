package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.endtoend.CrashSite.Accepted;
import dev.mailmonitor.endtoend.CrashSite.Run;
import dev.mailmonitor.endtoend.CrashSite.Servers;
import dev.mailmonitor.testing.CommandTap.Moment;
import dev.mailmonitor.testing.NeedsStrace;
import dev.mailmonitor.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9`, a power cut, the kernel's OOM killer: at every point of a run, no alert is lost, and
/// none comes twice unless the ntfy server had accepted it and the program had not yet heard so.
///
/// `-Dcrash.rounds=400` kills more often than a normal build does; `-Dcrash.seed=` has other random
/// points.
@NeedsStrace
class CrashIT {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 108);
  private static final long SEED = Long.getLong("crash.seed", 20260116L);
  private static final int SITES = 3;
  private static final int KILLS_IN_A_ROW = 4;
  private static final int VITAL_IN_A_ROW = 2;

  /// More than a thread makes in a run with unavailable servers.
  private static final int WRITES = 20;

  @TempDir Path directory;

  /// What was counted, by one site.
  private static final class Tally {
    final Map<String, Integer> kills = new TreeMap<>();
    final List<String> missed = new ArrayList<>();
    int owed;
    int accepted;
    int doubled;
    int starts;

    int killed() {
      return kills.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  @Test
  void no_alert_is_lost_or_doubled_and_nothing_stays_behind_wherever_the_program_is_killed()
      throws Exception {
    // Given
    Map<Servers, List<String>> commands = commands();
    List<Tally> tallies = new ArrayList<>();
    List<Callable<Boolean>> sites = new ArrayList<>();
    for (int number = 0; number < SITES; number++) {
      int site = number;
      Tally tally = new Tally();
      tallies.add(tally);
      sites.add(() -> crash(site, commands, tally));
    }

    // When
    List<Future<Boolean>> ends;
    try (ExecutorService threads = Executors.newFixedThreadPool(SITES)) {
      ends = threads.invokeAll(sites);
    }

    // Then
    report(tallies);
    for (Future<Boolean> end : ends) {
      assertThat(end.get()).isTrue();
    }
    assertThat(sum(tallies, Tally::killed)).isGreaterThanOrEqualTo(ROUNDS);
  }

  private static void report(List<Tally> tallies) {
    Map<String, Integer> kills = new TreeMap<>();
    tallies.forEach(
        tally -> tally.kills.forEach((kind, count) -> kills.merge(kind, count, Integer::sum)));
    System.out.printf(
        "crash test: %d kills %s, %d points not reached %s, %d starts; alerts owed %d, accepted %d,"
            + " of these doubled %d%n",
        sum(tallies, Tally::killed),
        kills,
        sum(tallies, tally -> tally.missed.size()),
        tallies.stream().flatMap(tally -> tally.missed.stream()).toList(),
        sum(tallies, tally -> tally.starts),
        sum(tallies, tally -> tally.owed),
        sum(tallies, tally -> tally.accepted),
        sum(tallies, tally -> tally.doubled));
  }

  /// Points that only a run with an unsent alert gets to come first, and of these first the ones
  /// that leave it unsent.
  private static int order(KillPoint point) {
    return switch (point) {
      case KillPoint.AtSystemCall call when call.call().equals("write") -> 4;
      case KillPoint.AtSystemCall call -> isOfFirstSave(call) ? 1 : 3;
      case KillPoint.AtAlert _ -> 2;
      case KillPoint.AtCommand _, KillPoint.After _ -> 5;
    };
  }

  /// A save syncs the file, renames it and syncs the directory.
  private static boolean isOfFirstSave(KillPoint.AtSystemCall call) {
    return call.nth() <= (call.call().equals("rename") ? 1 : 2);
  }

  private static int sum(List<Tally> tallies, ToIntFunction<Tally> count) {
    return tallies.stream().mapToInt(count).sum();
  }

  /// What an undisturbed run says to the mail servers.
  private Map<Servers, List<String>> commands() throws IOException {
    Map<Servers, List<String>> commands = new EnumMap<>(Servers.class);
    try (CrashSite site = new CrashSite(Files.createDirectory(directory.resolve("undisturbed")))) {
      for (Servers servers : Servers.values()) {
        site.become(servers);
        commands.put(servers, site.run(Optional.empty()).commands());
      }
    }
    return commands;
  }

  private boolean crash(int number, Map<Servers, List<String>> commands, Tally tally)
      throws IOException {
    Path place = Files.createDirectory(directory.resolve("site-" + number));
    try (CrashSite site = new CrashSite(place)) {
      new Worker(site, number, commands, tally).work();
      return true;
    }
  }

  /// One site that fails and recovers again and again while it is killed.
  private static final class Worker {
    private final CrashSite site;
    private final Random random;
    private final Map<Servers, Deque<KillPoint>> points = new EnumMap<>(Servers.class);
    private final Map<Servers, Deque<KillPoint>> vital = new EnumMap<>(Servers.class);
    private final int rounds;
    private final Set<String> retried = new HashSet<>();
    private final Tally tally;
    private Duration longest = Duration.ofSeconds(2);

    Worker(CrashSite site, int number, Map<Servers, List<String>> commands, Tally tally) {
      this.site = site;
      this.tally = tally;
      this.random = new Random(SEED + number);
      this.rounds = (ROUNDS + SITES - 1) / SITES;
      commands.forEach((servers, said) -> {
        points.put(servers, share(number, points(said)));
        vital.put(servers, share(number, vital()));
      });
    }

    /// Every site has its share of them.
    private static Deque<KillPoint> share(int number, List<KillPoint> all) {
      Collections.shuffle(all, new Random(SEED));
      return new ArrayDeque<>(
          IntStream.range(0, all.size())
              .filter(index -> index % SITES == number)
              .mapToObj(all::get)
              .toList());
    }

    /// Around the sending of an alert, and around what is written down of it.
    private static List<KillPoint> vital() {
      List<KillPoint> all = new ArrayList<>();
      for (KillPoint.AlertMoment moment : KillPoint.AlertMoment.values()) {
        all.addAll(Collections.nCopies(SITES, new KillPoint.AtAlert(moment)));
      }
      IntStream.rangeClosed(1, 4).forEach(nth -> all.add(new KillPoint.AtSystemCall("fsync", nth)));
      IntStream.rangeClosed(1, 2)
          .forEach(nth -> all.add(new KillPoint.AtSystemCall("rename", nth)));
      return all;
    }

    private static List<KillPoint> points(List<String> commands) {
      List<KillPoint> all = new ArrayList<>();
      for (String command : commands) {
        for (Moment moment : Moment.values()) {
          all.add(new KillPoint.AtCommand(command, moment));
        }
      }
      IntStream.rangeClosed(1, WRITES)
          .forEach(nth -> all.add(new KillPoint.AtSystemCall("write", nth)));
      return all;
    }

    void work() {
      List<Servers> failures = List.of(Servers.DOWN, Servers.REJECTING, Servers.LOSING);
      for (int episode = 0; tally.killed() < rounds; episode++) {
        if (episode % 4 == 0) {
          site.forgetEverything();
        }
        if (episode % 8 == 0) {
          List<KillPoint> points = next(Servers.FINE);
          // Before anything is remembered of the check, its mail is on its way.
          points.addFirst(new KillPoint.AtCommand("SMTP . 1", Moment.TOLD));
          episode(Servers.FINE, points, "healthy", List.of());
        }
        Servers failure = failures.get(episode % failures.size());
        episode(failure, next(failure), "unhealthy", List.of("🚨 Mail Server Alert"));
        episode(Servers.FINE, next(Servers.FINE), "healthy", List.of("✅ Mail Server Recovered"));
        assertThat(site.mails()).as("test mails that stay").isZero();
      }
    }

    /// The servers change, for which an alert is owed, or none; the run that finds out is killed,
    /// several times, until it is left in peace.
    private void episode(Servers servers, List<KillPoint> kills, String status, List<String> owed) {
      site.become(servers);
      List<Run> runs = new ArrayList<>();
      List<Run> mayComeAgain = new ArrayList<>();
      for (KillPoint point : kills) {
        Run run = run(runs, Optional.of(point));
        if (run.killed()) {
          tally.kills.merge(point.getClass().getSimpleName(), 1, Integer::sum);
          if (run.owed() > 0) {
            mayComeAgain.add(run);
          }
          if (tally.killed() % 10 == 0) {
            statusWorks();
          }
        } else if (!(point instanceof KillPoint.After)) {
          again(servers, point);
        }
      }
      do {
        longest = run(runs, Optional.empty()).took();
      } while (runs.getLast().owed() > 0 && runs.size() < 3 * KILLS_IN_A_ROW);

      assertThat(runs.getLast().owed()).as(() -> CrashSite.story(runs).toString()).isZero();
      assertThat(runs.getLast().status()).isEqualTo(status);
      List<Accepted> accepted = site.acceptedBy(runs);
      int redelivered = site.acceptedBy(mayComeAgain).size();
      assertThat(accepted)
          .as(() -> "alerts for one change: " + CrashSite.story(runs))
          .hasSize(owed.size() + redelivered);
      assertThat(new TreeSet<>(accepted.stream().map(Accepted::title).toList()))
          .containsExactlyElementsOf(owed);
      assertThat(new TreeSet<>(accepted.stream().map(Accepted::message).toList()))
          .hasSameSizeAs(owed);
      tally.owed += owed.size();
      tally.accepted += accepted.size();
      tally.doubled += redelivered;
    }

    private Run run(List<Run> runs, Optional<KillPoint> point) {
      Run run = site.run(point);
      runs.add(run);
      tally.starts++;
      return run;
    }

    private List<KillPoint> next(Servers servers) {
      Deque<KillPoint> waiting = Objects.requireNonNull(points.get(servers));
      Deque<KillPoint> first = Objects.requireNonNull(vital.get(servers));
      List<KillPoint> next = new ArrayList<>();
      while (next.size() < VITAL_IN_A_ROW && !first.isEmpty()) {
        next.add(first.remove());
      }
      while (next.size() < KILLS_IN_A_ROW) {
        KillPoint point = random.nextInt(4) == 0 ? null : waiting.poll();
        next.add(
            point != null
                ? point
                : new KillPoint.After(Duration.ofMillis(random.nextLong(longest.toMillis()))));
      }
      next.sort(Comparator.comparingInt(CrashIT::order));
      return next;
    }

    /// A point that the run did not get to is tried once more.
    private void again(Servers servers, KillPoint point) {
      if (retried.add(servers + " " + point)) {
        Objects.requireNonNull((order(point) < 4 ? vital : points).get(servers)).addLast(point);
      } else {
        tally.missed.add(servers + " " + point);
      }
    }

    private void statusWorks() {
      Program.Run run = site.status();
      assertThat(run.status()).as(run.out() + run.err()).isZero();
      assertThat(run.err()).isEmpty();
    }
  }
}
