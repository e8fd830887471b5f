package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.mail.Service;
import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.CheckReport;
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
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.tls.TrustSources;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Whether "delivered in" is true: it is compared with what the servers themselves did, from the
/// moment of the 250 after DATA until Dovecot gave the mail its file name. In this JVM, because a
/// process of its own prints tenths of a second only.
@NeedsMailServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryTimeIT {
  private static final String INSTANCE = "3c5a7cc8-6d2f-4b5b-8f8e-5f2f2b1d0a11";
  private static final int QUICK_RUNS = 20;
  private static final int HELD_RUNS = 5;
  private static final Duration HELD_FOR = Duration.ofSeconds(2);

  /// The file's name has the moment at which Dovecot began to write, and both clocks are read one
  /// after the other.
  private static final Duration CLOCKS = Duration.ofMillis(2);

  /// Dovecot's times of a command: everything, what the client made it wait, and what its own locks
  /// did, in seconds.
  private static final Pattern NOOP_TIMES =
      Pattern.compile("NOOP completed \\([\\d.]+ \\+ [\\d.]+ \\+ ([\\d.]+) secs\\)");

  private final Check check = Check.standard(Clock.systemUTC());
  private MailHost host;
  private Target target;

  @BeforeAll
  void start() throws Exception {
    host = MailHost.start();
    Account account = new Account(host.user(), Secret.of(host.password()));
    target =
        new Target(
            TargetName.UNNAMED,
            new Route(
                new Endpoint(host.host(), host.smtpStarttlsPort(), TransportSecurity.STARTTLS),
                account,
                new Endpoint(host.host(), host.imapsPort(), TransportSecurity.TLS),
                account,
                host.user(),
                host.user()),
            Limits.receivingWithin(Duration.ofSeconds(20)),
            AddressFamily.ANY,
            null,
            new TrustSources(null, host.caFile()));
    // A JVM that has just started compiles while it measures.
    for (int run = 0; run < 5; run++) {
      measure();
    }
  }

  @AfterAll
  void stop() {
    host.close();
  }

  /// A measured delivery.
  ///
  /// @param told the check's delivery time
  /// @param begun from the 250 after DATA until Dovecot began the mail's file
  /// @param locked how long, as Dovecot says, the NOOP that told of the mail then waited for the
  ///   lock of the mailbox, which the delivery still held; no client could have seen the mail
  ///   before
  private record Delivery(Duration told, Duration begun, Duration locked) {
    Duration error() {
      return told.minus(begun).minus(locked);
    }

    void assertNotTooShort() {
      assertThat(told).isGreaterThan(begun.minus(CLOCKS));
    }
  }

  private Delivery measure() throws Exception {
    try (Check.Run run = check.prepare(target, INSTANCE)) {
      CheckReport report = run.run();
      Duration told =
          report.delivery().orElseThrow(() -> new AssertionError(report + "\n" + host.logs()));
      // Cleanup removes the mail, so this is the moment to look at it.
      Instant written = MailHost.deliveredAt(host.messages(host.user(), "INBOX").getLast());
      Transcript transcript = run.transcript();
      Duration begun = Duration.between(accepted(transcript), written);
      run.cleanUp();
      return new Delivery(told, begun, lockWait(transcript));
    }
  }

  /// When the 250 after DATA came in, by the clock of the files.
  private static Instant accepted(Transcript transcript) {
    long at =
        transcript.lines().stream()
            .filter(line -> line.service() == Service.SMTP && line.fromServer())
            .filter(line -> line.text().contains("queued as"))
            .map(Transcript.Line::at)
            .findFirst()
            .orElseThrow();
    return Instant.now().minusNanos(System.nanoTime() - at);
  }

  /// How long the NOOP that told of the mail was kept waiting, as Dovecot says; nothing if the mail
  /// was told of by IDLE.
  private static Duration lockWait(Transcript transcript) {
    String last =
        transcript.lines().stream()
            .filter(line -> line.service() == Service.IMAP && line.fromServer())
            .map(Transcript.Line::text)
            .filter(text -> text.contains("NOOP completed"))
            .reduce("", (before, next) -> next);
    Matcher times = NOOP_TIMES.matcher(last);
    return times.find()
        ? Duration.ofMillis(Math.round(Double.parseDouble(times.group(1)) * 1_000))
        : Duration.ZERO;
  }

  private static Duration percentile95(List<Delivery> deliveries) {
    List<Duration> errors = deliveries.stream().map(Delivery::error).sorted().toList();
    return errors.get((int) Math.ceil(errors.size() * 0.95) - 1);
  }

  @Test
  void a_quick_delivery_is_told_to_20_milliseconds() throws Exception {
    // Given
    List<Delivery> deliveries = new ArrayList<>();

    // When
    for (int run = 0; run < QUICK_RUNS; run++) {
      deliveries.add(measure());
    }

    // Then
    assertThat(deliveries)
        .allSatisfy(delivery -> {
          assertThat(delivery.begun()).isLessThan(Duration.ofSeconds(1));
          delivery.assertNotTooShort();
        });
    assertThat(percentile95(deliveries))
        .as(deliveries.toString())
        .isLessThanOrEqualTo(Duration.ofMillis(20));
  }

  @Test
  void a_late_delivery_is_told_to_600_milliseconds() throws Exception {
    // Given
    List<Delivery> deliveries = new ArrayList<>();

    // When
    for (int run = 0; run < HELD_RUNS; run++) {
      deliveries.add(held());
    }

    // Then
    assertThat(deliveries)
        .allSatisfy(delivery -> {
          assertThat(delivery.begun()).isGreaterThan(Duration.ofSeconds(1));
          delivery.assertNotTooShort();
        });
    assertThat(percentile95(deliveries))
        .as(deliveries.toString())
        .isLessThanOrEqualTo(Duration.ofMillis(600));
  }

  private Delivery held() throws Exception {
    host.holdMail();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Delivery> measurement = this::measure;
      Future<Delivery> delivery = threads.submit(measurement);
      long begun = System.nanoTime();
      await().pollDelay(HELD_FOR).until(() -> System.nanoTime() - begun >= HELD_FOR.toNanos());
      host.releaseMail();
      return delivery.get();
    }
  }
}
