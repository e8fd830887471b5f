package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mailbox that nobody has tidied for years.
@NeedsMailServers
class LargeMailboxIT {
  private static final int MAILS = 50_000;

  @TempDir Path directory;

  @Test
  void a_mailbox_with_50_000_mails_is_checked_and_cleaned_quickly_and_in_little_memory() {
    try (MailHost host = MailHost.start()) {
      // Given
      host.deliverMany(host.user(), MAILS, "Subject: old\n\nHello\n");
      Installation installation =
          Installation.in(directory).reaching(host).environment("JDK_JAVA_OPTIONS", "-Xmx32m");

      // When: Dovecot makes its index in the first check.
      Program.Run first = installation.run("--verbose");
      Program.Run second = installation.run();

      // Then
      assertThat(first.out()).matches("(?s)" + Installation.HEALTHY + ".*");
      assertThat(second.out()).matches(Installation.HEALTHY);
      assertThat(first.err() + second.err()).doesNotContain("cleanup");
      assertThat(second.took()).isLessThan(Duration.ofSeconds(20));
      assertThat(host.messages(host.user(), "INBOX")).hasSize(MAILS);
    }
  }
}
