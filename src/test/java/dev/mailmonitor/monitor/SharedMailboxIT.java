package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several monitors with one account, at the same time, on a real Postfix and Dovecot.
@NeedsMailServers
class SharedMailboxIT {
  private static final int MONITORS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// As Dovecot and Postfix are delivered.
  private static final String DEFAULT_LIMIT = "mail_max_userip_connections = 10";

  @TempDir Path directory;

  private record Checks(List<CheckReport> reports, List<String> warnings) {}

  @Test
  void four_monitors_with_one_account_see_each_its_own_mail_and_leave_none() throws Exception {
    // Given
    try (MailHost host =
        MailHost.with()
            .dovecot(DEFAULT_LIMIT)
            .postfix("smtpd_client_connection_count_limit", "50")
            .start()) {

      // When
      List<Checks> checks = sideBySide(host, 50);

      // Then
      assertThat(checks.stream().flatMap(done -> done.warnings().stream()))
          .as(host::logs)
          .isEmpty();
      assertThat(checks.stream().flatMap(done -> done.reports().stream()))
          .as(host::logs)
          .hasSize(MONITORS * 50)
          .allMatch(report -> report.verdict() == Verdict.HEALTHY);
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
      assertThat(host.queuedMails()).isZero();
    }
  }

  @Test
  void four_monitors_on_a_server_without_uidplus_do_not_block_each_others_cleanup_for_ever()
      throws Exception {
    // Given
    try (MailHost host =
        MailHost.with()
            .dovecot("imap_capability = IMAP4rev1 SASL-IR IDLE SPECIAL-USE")
            .dovecot(DEFAULT_LIMIT)
            .start()) {

      // When
      List<Checks> checks = sideBySide(host, 15);

      // Then
      assertThat(checks.stream().flatMap(done -> done.reports().stream()))
          .as(host::logs)
          .hasSize(MONITORS * 15)
          .allMatch(report -> report.verdict() == Verdict.HEALTHY);
      assertThat(checks.stream().flatMap(done -> done.warnings().stream()))
          .as(host::logs)
          .isEmpty();
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
    }
  }

  private List<Checks> sideBySide(MailHost host, int count) throws Exception {
    List<Callable<Checks>> monitors = new ArrayList<>();
    for (int number = 0; number < MONITORS; number++) {
      MailHostWatch watch =
          new MailHostWatch(host, directory.resolve(number + "/state.json"), PATIENCE);
      monitors.add(() -> {
        List<CheckReport> reports = new ArrayList<>();
        for (int check = 0; check < count; check++) {
          reports.add(watch.report());
        }
        return new Checks(reports, watch.warnings());
      });
    }
    List<Checks> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(MONITORS)) {
      for (Future<Checks> done : threads.invokeAll(monitors)) {
        all.add(done.get());
      }
    }
    return all;
  }
}
