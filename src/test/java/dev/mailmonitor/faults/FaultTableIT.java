package dev.mailmonitor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.target.Limits;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the program against every fault of the table: from the command line to the alert. The runs
/// mostly wait, so that they take place side by side.
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTableIT {
  /// As many as two busy cores can serve without being late themselves.
  private static final int AT_ONCE = 12;

  /// For a run and those before it that do not end at all.
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Certificates certificates = new Certificates();
  private final Map<String, Future<FaultRun>> runs = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir static Path directory;

  static Stream<Fault> rows() {
    String only = System.getProperty("fault", "");
    return FaultTable.rows().stream().filter(row -> row.toString().contains(only));
  }

  static Stream<Fault> rowsWithDefaultBounds() {
    return rows().filter(row -> row.alsoWithDefaultBounds);
  }

  private interface Runner {
    FaultRun run(Fault fault, Certificates certificates, Path directory) throws Exception;
  }

  @BeforeAll
  void run() {
    warmUp();
    Semaphore places = new Semaphore(AT_ONCE);
    rowsWithDefaultBounds()
        .forEach(row -> start(defaultName(row), row, FaultRun::withDefaultBounds, places));
    rows().forEach(row -> start(row.toString(), row, FaultRun::of, places));
  }

  /// The first run in a JVM loads what the packaged program finds in its cache.
  private void warmUp() {
    Fault fault =
        new Fault(Group.SEND, "warm-up")
            .smtp(Scripts.smtpAnswers("RCPT", "550 5.1.1 No such user here"));
    try {
      FaultRun.of(fault, certificates, directory.resolve("warm-up"));
    } catch (Exception e) {
      throw new IllegalStateException("The program could not be run at all", e);
    }
  }

  private void start(String name, Fault row, Runner runner, Semaphore places) {
    Path own = directory.resolve("run-" + runs.size());
    runs.put(
        name,
        threads.submit(() -> {
          places.acquire();
          try {
            return runner.run(row, certificates, own);
          } finally {
            places.release();
          }
        }));
  }

  @AfterAll
  void end() {
    threads.shutdownNow();
  }

  private static String defaultName(Fault row) {
    return row + " (default bounds)";
  }

  private FaultRun result(String name) throws InterruptedException, TimeoutException {
    try {
      return Optional.ofNullable(runs.get(name))
          .orElseThrow()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException broken) {
      throw new AssertionError(name + " could not be run", broken.getCause());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void a_fault_is_named_rightly_and_in_time(Fault row) throws Exception {
    new FaultAssertions(result(row.toString())).hold();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rowsWithDefaultBounds")
  void a_check_ends_in_time_without_a_limit_of_its_own(Fault row) throws Exception {
    FaultRun result = result(defaultName(row));
    assertThat(result.run().status()).as(result.run().toString()).isEqualTo(row.exitStatus);
    assertThat(result.run().toString()).contains("Transcript:").doesNotContain(FaultRun.PASSWORD);
    assertThat(result.run().took())
        .as(result.run().toString())
        .isLessThan(Duration.ofSeconds(row.receiveTimeout).plus(Limits.BESIDE_RECEIVING));
  }
}
