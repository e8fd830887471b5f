package dev.mailmonitor.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.monitor.Monitor;
import dev.mailmonitor.monitor.Outcome;
import dev.mailmonitor.monitor.Sleeper;
import dev.mailmonitor.monitor.Watch;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.schedule.Maintenance;
import dev.mailmonitor.schedule.Schedule;
import dev.mailmonitor.schedule.Timetable;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.state.HeldStateStore;
import dev.mailmonitor.state.StateException;
import dev.mailmonitor.state.Status;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.testing.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Targets are watched side by side, by a clock that the tests set.
class WatchtowerTest {
  /// A machine under load needs its time; nothing here waits for it on purpose.
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final Duration INTERVAL = Duration.ofMinutes(5);

  @TempDir Path directory;

  private final SettableClock clock =
      new SettableClock(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);

  /// A target that is changed keeps its store.
  private final Map<TargetName, HeldStateStore> stores = new HashMap<>();

  private final Servers servers = new Servers();
  private final Log log = new Log();
  private final Watchtower watchtower = watchtower(4);

  /// Notes what it is told.
  private static final class Log implements WatchListener {
    final List<String> started = new CopyOnWriteArrayList<>();
    final List<String> ended = new CopyOnWriteArrayList<>();
    final List<String> dismissed = new CopyOnWriteArrayList<>();
    final List<DeliveryEvent> delivered = new CopyOnWriteArrayList<>();

    @Override
    public void started(TargetName target, Duration lateness) {
      started.add(target.value());
    }

    @Override
    public void ended(TargetView view, Outcome outcome) {
      ended.add(view.name().value() + " " + view.state().status());
    }

    @Override
    public void delivered(TargetName target, DeliveryEvent event) {
      delivered.add(event);
    }

    @Override
    public void dismissed(TargetName target) {
      dismissed.add(target.value());
    }
  }

  private Watchtower watchtower(int checksAtOnce) {
    return watchtower(checksAtOnce, duration -> {});
  }

  private Watchtower watchtower(int checksAtOnce, Sleeper sleeper) {
    WatchListener broken =
        new WatchListener() {
          @Override
          public void ended(TargetView view, Outcome outcome) {
            throw new IllegalStateException("a bug in a listener");
          }
        };
    return new Watchtower(
        new Monitor(Check.standard(clock), clock, sleeper, new Random(1)),
        new Timetable<>(new Random(1)),
        List.of(broken, log),
        clock,
        new Random(1),
        checksAtOnce);
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(watchtower.stop(SOON)).isTrue();
    servers.close();
  }

  private Post post(Target target, AlertChannel... channels) {
    return new Post(
        new Watch(
            target,
            stores.computeIfAbsent(
                target.name(),
                name -> new HeldStateStore(new FileStateStore(file(name.value()), clock))),
            List.of(channels)),
        new Schedule.Every(INTERVAL));
  }

  private Post post(Target target, AlertRules rules) {
    Post any = post(target);
    return new Post(new Watch(target, any.watch().store(), List.of(), rules), any.schedule());
  }

  private Path file(String name) {
    return directory.resolve(name + ".json");
  }

  /// Lets time pass second by second, as the clockwork does.
  private void pass(Duration duration) {
    for (long second = 0; second < duration.toSeconds(); second++) {
      clock.move(Duration.ofSeconds(1));
      watchtower.tick();
      watchtower.deliver();
    }
  }

  /// By then each target has had its first turn.
  private void passFirstTurns() {
    pass(INTERVAL);
  }

  @Test
  void a_target_that_hangs_does_not_hold_up_another_one() {
    // Given
    watchtower.assign(List.of(post(servers.silent("hangs")), post(Servers.refused("down"))));

    // When
    passFirstTurns();

    // Then
    await().atMost(SOON).until(() -> log.ended.contains("down UNHEALTHY"));
    await().atMost(SOON).until(() -> log.started.contains("hangs"));
    assertThat(log.ended).noneMatch(line -> line.startsWith("hangs"));
    TargetView hangs = watchtower.view(new TargetName("hangs")).orElseThrow();
    assertThat(hangs.runningSince()).isPresent();
    assertThat(hangs.state().status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void a_target_never_overlaps_itself() {
    // Given
    watchtower.assign(List.of(post(servers.silent("hangs"))));
    passFirstTurns();
    await().atMost(SOON).until(() -> log.started.size() == 1);

    // When
    pass(INTERVAL.multipliedBy(5));

    // Then
    assertThat(log.started).containsExactly("hangs");
  }

  @Test
  void no_more_checks_run_at_once_than_there_are_places() throws Exception {
    // Given
    List<Target> targets = List.of(servers.silent("a"), servers.silent("b"), servers.silent("c"));
    Watchtower small = watchtower(2);
    small.assign(targets.stream().map(this::post).toList());

    // When
    for (int second = 0; second < INTERVAL.toSeconds(); second++) {
      clock.move(Duration.ofSeconds(1));
      small.tick();
    }

    // Then
    await().atMost(SOON).until(() -> log.started.size() == 2);
    assertThat(small.view().stream().filter(view -> view.runningSince().isPresent())).hasSize(2);
    assertThat(small.stop(SOON)).isTrue();
  }

  @Test
  void a_check_that_waits_for_its_second_try_leaves_its_place_to_others() throws Exception {
    // Given
    CountDownLatch end = new CountDownLatch(1);
    Watchtower single = watchtower(1, step -> end.await());
    AlertRules confirming = new AlertRules(1, 1, Duration.ofSeconds(20), null, Maintenance.NONE);
    single.assign(
        List.of(
            post(Servers.refused("a"), confirming),
            post(Servers.refused("b"), confirming),
            post(Servers.refused("c"))));

    // When
    await()
        .atMost(SOON)
        .until(() -> {
          clock.move(Duration.ofSeconds(1));
          single.tick();
          return log.ended.contains("c UNHEALTHY");
        });

    // Then
    assertThat(log.ended).containsExactly("c UNHEALTHY");
    end.countDown();
    await().atMost(SOON).until(() -> log.ended.containsAll(List.of("a UNHEALTHY", "b UNHEALTHY")));
    assertThat(single.stop(SOON)).isTrue();
  }

  @Test
  void a_check_that_waits_for_its_second_try_ends_with_the_service() throws Exception {
    // Given
    CountDownLatch waits = new CountDownLatch(1);
    Watchtower single =
        watchtower(
            1,
            step -> {
              waits.countDown();
              Sleeper.REAL.sleep(step);
            });
    AlertRules confirming = new AlertRules(1, 1, Duration.ofMinutes(10), null, Maintenance.NONE);
    single.assign(List.of(post(Servers.refused("a"), confirming)));
    await()
        .atMost(SOON)
        .until(() -> {
          clock.move(Duration.ofSeconds(1));
          single.tick();
          return waits.getCount() == 0;
        });

    // When
    boolean stopped = single.stop(Duration.ofSeconds(7));

    // Then
    assertThat(stopped).isTrue();
    assertThat(log.ended).containsExactly("a UNKNOWN");
  }

  @Test
  void a_place_that_becomes_free_is_taken_at_once_by_the_next_target_that_is_due() {
    // Given
    Watchtower narrow = watchtower(1);
    narrow.assign(
        List.of(
            post(Servers.refused("a")), post(Servers.refused("b")), post(Servers.refused("c"))));
    clock.move(INTERVAL);

    // When
    narrow.tick();

    // Then
    await().atMost(SOON).until(() -> log.ended.size() == 3);
    assertThat(narrow.stop(SOON)).isTrue();
  }

  @Test
  void the_service_stops_soon_although_a_server_hangs_and_remembers_nothing_of_it() {
    // Given
    watchtower.assign(List.of(post(servers.silent("hangs"))));
    passFirstTurns();
    await().atMost(SOON).until(() -> !log.started.isEmpty());

    // When
    long begin = System.nanoTime();
    boolean stopped = watchtower.stop(Duration.ofSeconds(7));

    // Then
    assertThat(stopped).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(7));
    pass(INTERVAL);
    assertThat(log.started).containsExactly("hangs");
    assertThat(new FileStateStore(file("hangs"), clock).peek().state().status())
        .isEqualTo(Status.UNKNOWN);
  }

  @Test
  void single_runs_are_locked_out_until_the_service_stops() throws Exception {
    // Given
    watchtower.assign(List.of(post(Servers.refused("down"))));
    passFirstTurns();
    await().atMost(SOON).until(() -> !log.ended.isEmpty());
    FileStateStore singleRun = new FileStateStore(file("down"), clock);
    assertThatThrownBy(singleRun::acquire).isInstanceOf(StateException.Locked.class);

    // When
    watchtower.stop(SOON);

    // Then
    singleRun.acquire().close();
  }

  @Test
  void a_target_that_is_assigned_again_goes_on_undisturbed_and_one_that_is_not_is_given_up()
      throws Exception {
    // Given
    Post stays = post(servers.silent("stays"));
    Post goes = post(servers.silent("goes"));
    watchtower.assign(List.of(stays, goes));
    passFirstTurns();
    await().atMost(SOON).until(() -> log.started.size() == 2);

    // When
    watchtower.assign(List.of(stays));

    // Then
    await().atMost(SOON).until(() -> log.ended.contains("goes UNKNOWN"));
    assertThat(log.dismissed).containsExactly("goes");
    assertThat(watchtower.view()).extracting(view -> view.name().value()).containsExactly("stays");
    assertThat(watchtower.view().getFirst().runningSince()).isPresent();
    await()
        .atMost(SOON)
        .untilAsserted(() -> new FileStateStore(file("goes"), clock).acquire().close());
  }

  @Test
  void a_changed_target_is_checked_anew_soon() {
    // Given
    watchtower.assign(List.of(post(servers.silent("mail"))));
    passFirstTurns();
    await().atMost(SOON).until(() -> log.started.size() == 1);

    // When
    watchtower.assign(List.of(post(Servers.refused("mail"))));

    // Then
    await()
        .atMost(SOON)
        .until(() -> {
          pass(Duration.ofSeconds(5));
          return log.ended.contains("mail UNHEALTHY");
        });
    assertThat(log.dismissed).isEmpty();
  }

  @Test
  void a_target_that_changes_while_it_is_not_checked_is_checked_anew_soon() {
    // Given
    watchtower.assign(List.of(post(Servers.refused("mail"))));
    passFirstTurns();
    await().atMost(SOON).until(() -> log.ended.size() == 1);

    // When
    watchtower.assign(List.of(post(Servers.refused("mail"))));

    // Then
    await()
        .atMost(SOON)
        .until(() -> {
          pass(Duration.ofSeconds(5));
          return log.ended.size() > 1;
        });
    assertThat(log.ended).allMatch("mail UNHEALTHY"::equals);
    assertThat(watchtower.view().getFirst().trouble()).isEmpty();
  }

  @Test
  void an_alert_that_could_not_be_delivered_is_tried_again_before_the_next_check() {
    // Given
    FakeChannel channel = new FakeChannel();
    channel.answer = new Attempt.Later("unreachable");
    watchtower.assign(List.of(post(Servers.refused("down"), channel)));
    passFirstTurns();
    await().atMost(SOON).until(() -> log.ended.size() == 1);
    assertThat(log.delivered).isNotEmpty().allMatch(DeliveryEvent::isProblem);

    // When
    channel.answer = new Attempt.Accepted("42");

    // Then
    await()
        .atMost(SOON)
        .until(() -> {
          pass(Duration.ofSeconds(1));
          return log.delivered.getLast() instanceof DeliveryEvent.Delivered;
        });
    assertThat(log.ended).as("no other check was needed").hasSize(1);
    assertThat(watchtower.view().getFirst().state().outbox().isEmpty()).isTrue();
  }

  @Test
  void an_alert_that_was_refused_waits_for_the_next_check() {
    // Given
    FakeChannel channel = new FakeChannel();
    channel.answer = new Attempt.Final("no such topic");
    watchtower.assign(List.of(post(Servers.refused("down"), channel)));
    passFirstTurns();
    await().atMost(SOON).until(() -> log.ended.size() == 1);

    // When
    pass(INTERVAL.dividedBy(2));

    // Then
    assertThat(channel.tries).hasValue(1);
  }

  @Test
  void deleting_the_state_resets_a_watched_target() throws Exception {
    // Given
    FakeChannel channel = new FakeChannel();
    watchtower.assign(List.of(post(Servers.refused("down"), channel)));
    passFirstTurns();
    await().atMost(SOON).until(() -> log.ended.size() == 1);
    Files.delete(file("down"));

    // When
    pass(INTERVAL.plus(INTERVAL));

    // Then
    await().atMost(SOON).until(() -> log.ended.size() >= 2);
    assertThat(channel.tries).as("the outage is news again").hasValueGreaterThanOrEqualTo(2);
  }

  private static final class FakeChannel implements AlertChannel {
    final AtomicInteger tries = new AtomicInteger();
    volatile Attempt answer = new Attempt.Accepted("1");

    @Override
    public String name() {
      return "test";
    }

    @Override
    public Attempt deliver(Alert alert, Duration atMost) {
      tries.incrementAndGet();
      return answer;
    }
  }
}
