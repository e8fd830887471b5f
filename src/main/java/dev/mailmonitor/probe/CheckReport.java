package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Service;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.tls.PeerCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one check of one target found.
///
/// @param target which target
/// @param startedAt when the check began
/// @param took how long the tests took
/// @param results one result a test, in the order of [TestKind]
/// @param warnings what makes the target degraded
/// @param timings how long each step took
/// @param deliveryTime from the server's acceptance of the test mail until it was visible in the
///   INBOX, or null if it was not
/// @param lateMails mails of earlier checks that have come since
/// @param undelivered the test mail, if it was sent and not seen, else null
/// @param sentMessageId the test mail's Message-ID with its angle brackets, or null if the check
///   did not get as far as to send it
/// @param certificates the certificate that each server showed, whether it was trusted or not
public record CheckReport(
    TargetName target,
    Instant startedAt,
    Duration took,
    List<TestResult> results,
    List<Warning> warnings,
    Timings timings,
    @Nullable Duration deliveryTime,
    List<LateMail> lateMails,
    @Nullable PendingMail undelivered,
    @Nullable String sentMessageId,
    Map<Service, PeerCertificate> certificates) {

  /// Copies the lists and the map.
  public CheckReport {
    results = List.copyOf(results);
    warnings = List.copyOf(warnings);
    lateMails = List.copyOf(lateMails);
    certificates = Map.copyOf(certificates);
  }

  /// A report that says nothing of the test mail's identity and of certificates.
  ///
  /// @param target which target
  /// @param startedAt when the check began
  /// @param took how long the tests took
  /// @param results one result a test, in the order of [TestKind]
  /// @param warnings what makes the target degraded
  /// @param timings how long each step took
  /// @param deliveryTime how long the test mail was on its way, or null
  /// @param lateMails mails of earlier checks that have come since
  /// @param undelivered the test mail, if it was sent and not seen, else null
  public CheckReport(
      TargetName target,
      Instant startedAt,
      Duration took,
      List<TestResult> results,
      List<Warning> warnings,
      Timings timings,
      @Nullable Duration deliveryTime,
      List<LateMail> lateMails,
      @Nullable PendingMail undelivered) {
    this(
        target,
        startedAt,
        took,
        results,
        warnings,
        timings,
        deliveryTime,
        lateMails,
        undelivered,
        null,
        Map.of());
  }

  /// A report of a check that has nothing to do with the mails of others.
  ///
  /// @param target which target
  /// @param startedAt when the check began
  /// @param took how long the tests took
  /// @param results one result a test, in the order of [TestKind]
  /// @param warnings what makes the target degraded
  /// @param timings how long each step took
  /// @param deliveryTime how long the test mail was on its way, or null
  public CheckReport(
      TargetName target,
      Instant startedAt,
      Duration took,
      List<TestResult> results,
      List<Warning> warnings,
      Timings timings,
      @Nullable Duration deliveryTime) {
    this(target, startedAt, took, results, warnings, timings, deliveryTime, List.of(), null);
  }

  /// This report as that of a second check, which decides whether a first one was right to fail.
  ///
  /// @param first what the first check found; a failure
  /// @return this report with what is to be said of the first one
  public CheckReport deciding(CheckReport first) {
    return SecondCheck.of(first, this);
  }

  /// The test mail, if it was sent and not seen: it may still come.
  public Optional<PendingMail> pending() {
    return Optional.ofNullable(undelivered);
  }

  /// The test mail's Message-ID with its angle brackets, if the check got as far as to send it.
  public Optional<String> messageId() {
    return Optional.ofNullable(sentMessageId);
  }

  /// The certificate that a server showed, whether it was trusted or not.
  ///
  /// @param service which server
  /// @return its certificate; empty if TLS did not get that far
  public Optional<PeerCertificate> certificate(Service service) {
    return Optional.ofNullable(certificates.get(service));
  }

  /// What the results come to.
  public Verdict verdict() {
    if (!failures().isEmpty()) {
      return Verdict.UNHEALTHY;
    }
    return warnings.isEmpty() ? Verdict.HEALTHY : Verdict.DEGRADED;
  }

  /// The tests that failed, in their order.
  public List<TestResult.Failed> failures() {
    return results.stream()
        .filter(TestResult.Failed.class::isInstance)
        .map(TestResult.Failed.class::cast)
        .toList();
  }

  /// How long the test mail was on its way, if it arrived.
  public Optional<Duration> delivery() {
    return Optional.ofNullable(deliveryTime);
  }

  /// The result of one test.
  ///
  /// @param test which test
  /// @return its result, if the check got as far as to have one
  public Optional<TestResult> of(TestKind test) {
    return results.stream().filter(result -> result.test() == test).findFirst();
  }
}
