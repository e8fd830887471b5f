package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.mail.Service;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.target.Limits;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.FaultyLink;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.tls.TrustSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sessions with a real Postfix and Dovecot that break at every stage: whatever the moment, the
/// check ends in time, says what happened, and the next one leaves nothing behind.
@NeedsMailServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenLinkIT {
  /// How many points in each direction of a session, counted in bytes as well as in records.
  private static final Map<FaultyLink.Kind, Integer> POINTS =
      Map.of(FaultyLink.Kind.CLOSE, 8, FaultyLink.Kind.RESET, 8, FaultyLink.Kind.STALL, 8);

  private static final int FEW_POINTS = 3;

  /// Checks whose session goes silent wait most of their time, the others are busy.
  private static final int SILENT_AT_ONCE = 32;

  private static final int BUSY_AT_ONCE = 6;
  private static final Limits SILENT = new Limits(Duration.ofSeconds(4), Duration.ofSeconds(16));
  private static final Limits BUSY = new Limits(Duration.ofSeconds(8), Duration.ofSeconds(40));

  /// From one such check's beginning to the next one's, so that handshakes do not come in bursts.
  private static final Duration STEP = Duration.ofMillis(150);

  /// What a loaded machine needs beside what is promised.
  private static final Duration SLACK = Duration.ofSeconds(2);

  private final AtomicInteger numbers = new AtomicInteger();
  private MailHost host;
  private TrustSources trust;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    // A process for each login, as Dovecot has it by default, is too slow for hundreds of them.
    host =
        MailHost.with()
            .dovecot("service imap-login {\n service_count = 0\n process_min_avail = 2\n}")
            .dovecot("service imap {\n service_count = 100\n}")
            .start();
    trust = new TrustSources(null, host.caFile());
  }

  @AfterAll
  void stop() {
    host.close();
  }

  /// One check and where its session breaks.
  private record Case(LinkedCheck check, FaultyLink.Break at) {
    Result run() {
      LinkedCheck.Ended ended;
      try (FaultyLink link = FaultyLink.breakingOnce(check.servicePort(), at)) {
        ended = check.over(link);
      }
      boolean mailMayBeLeft = ended.report().pending().isPresent() || !ended.warnings().isEmpty();
      return new Result(
          this, ended, mailMayBeLeft ? Optional.of(check.directly()) : Optional.empty());
    }
  }

  /// What came of it, and of the next check, if there was a mail left to be removed.
  private record Result(Case planned, LinkedCheck.Ended ended, Optional<LinkedCheck.Ended> next) {
    /// What is wrong with it, and all that was seen; nothing if all is well.
    Stream<String> complaints(String log) {
      LinkedCheck check = planned.check();
      boolean came =
          log.lines()
              .anyMatch(line ->
                  line.contains("to=<" + check.recipient() + ">") && line.contains("status=sent"));
      List<String> complaints =
          new ArrayList<>(
              new Verdicts(check.service(), check.security(), planned.at().kind(), came)
                  .complaints(ended));
      if (ended.took().compareTo(check.limits().total().plus(SLACK)) > 0) {
        complaints.add("took " + ended.took());
      }
      if (next.isPresent() && next.get().report().verdict() != Verdict.HEALTHY) {
        complaints.add("the next check is not healthy");
      }
      return complaints.isEmpty() ? Stream.empty() : Stream.of(complaints + "\n" + this);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_session_that_breaks_anywhere_is_told_rightly(Service service) throws Exception {
    // Given
    List<Case> planned = new ArrayList<>();
    for (TransportSecurity security : List.of(TransportSecurity.TLS, TransportSecurity.STARTTLS)) {
      for (FaultyLink.Break at : breaks(service, security)) {
        planned.add(new Case(check(service, security, isSilent(at.kind()) ? SILENT : BUSY), at));
      }
    }

    // When
    List<Future<Result>> running = new ArrayList<>();
    try (ExecutorService silent = Executors.newFixedThreadPool(SILENT_AT_ONCE);
        ExecutorService busy = Executors.newFixedThreadPool(BUSY_AT_ONCE)) {
      for (Case one : planned) {
        if (!isSilent(one.at().kind())) {
          running.add(busy.submit(one::run));
        }
      }
      for (Case one : planned) {
        if (isSilent(one.at().kind())) {
          running.add(silent.submit(one::run));
          Thread.sleep(STEP);
        }
      }
    }

    // Then
    await().until(() -> host.queuedMails() == 0);
    String log = host.logs();
    List<String> complaints = new ArrayList<>();
    for (Future<Result> one : running) {
      one.get().complaints(log).forEach(complaints::add);
    }
    assertThat(complaints).isEmpty();
    assertThat(host.messages(host.user(), "INBOX")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_login_that_is_rejected_over_a_link_that_breaks_is_not_tried_again(Service service) {
    LinkedCheck rejected = check(service, TransportSecurity.TLS, BUSY, "wrong battery");
    List<Integer> connections = new ArrayList<>();
    List<String> verdicts = new ArrayList<>();
    long all;
    try (FaultyLink link = FaultyLink.slow(rejected.servicePort(), Duration.ZERO)) {
      rejected.over(link);
      all = link.passed(FaultyLink.Direction.TO_CLIENT, FaultyLink.Unit.BYTE);
    }

    // When: the answer to the login is among the last bytes.
    for (int missing = 0; missing < 120; missing += 20) {
      FaultyLink.Break at =
          new FaultyLink.Break(
              FaultyLink.Direction.TO_CLIENT,
              all - missing,
              FaultyLink.Unit.BYTE,
              FaultyLink.Kind.CLOSE);
      try (FaultyLink link = FaultyLink.breakingOnce(rejected.servicePort(), at)) {
        verdicts.add(rejected.over(link).report().verdict().toString());
        connections.add(link.connections());
      }
    }

    // Then
    assertThat(connections).containsOnly(1);
    assertThat(verdicts).containsOnly("UNHEALTHY");
  }

  private static boolean isSilent(FaultyLink.Kind kind) {
    return switch (kind) {
      case STALL, DRIP -> true;
      case CLOSE, RESET, HALF_CLOSE -> false;
    };
  }

  private LinkedCheck check(Service service, TransportSecurity security, Limits limits) {
    return check(service, security, limits, host.password());
  }

  private LinkedCheck check(
      Service service, TransportSecurity security, Limits limits, String password) {
    String name = "n" + numbers.incrementAndGet();
    return new LinkedCheck(
        host,
        service,
        security,
        limits,
        trust,
        directory.resolve(name + ".json"),
        host.user().replace("@", "+" + name + "@"),
        password);
  }

  /// Breaks of every kind all over a session as a healthy check has it.
  private List<FaultyLink.Break> breaks(Service service, TransportSecurity security) {
    LinkedCheck healthy = check(service, security, BUSY);
    List<FaultyLink.Break> breaks = new ArrayList<>();
    try (FaultyLink link = FaultyLink.slow(healthy.servicePort(), Duration.ZERO)) {
      assertThat(healthy.over(link).report().verdict()).isEqualTo(Verdict.HEALTHY);
      for (FaultyLink.Kind kind : FaultyLink.Kind.values()) {
        int points = POINTS.getOrDefault(kind, FEW_POINTS);
        for (FaultyLink.Direction direction : FaultyLink.Direction.values()) {
          for (FaultyLink.Unit unit : FaultyLink.Unit.values()) {
            long all = link.passed(direction, unit);
            for (int point = 0; point < points; point++) {
              long after = Math.round(point * all / (points - 1.0));
              breaks.add(new FaultyLink.Break(direction, after, unit, kind));
            }
          }
        }
      }
    }
    return breaks;
  }
}
