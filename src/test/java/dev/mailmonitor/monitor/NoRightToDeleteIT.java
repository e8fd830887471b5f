package dev.mailmonitor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An account that may not delete mails (RFC 4314) stays under watch, and is told so.
@NeedsMailServers
class NoRightToDeleteIT {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "read-only,                      lrp",
    "may flag nothing as deleted,    lrwsipe",
    "may not expunge,                lrwsipt",
    "neither of both,                lrwsip"
  })
  void a_mail_that_cannot_be_removed_is_told_and_is_no_failure(String rights, String letters)
      throws IOException {
    Path acl = Files.writeString(directory.resolve("acl"), "INBOX owner " + letters + "\n");
    try (MailHost host =
        MailHost.with()
            .dovecot(
                "mail_plugins = $mail_plugins acl\nplugin {\n  acl = vfile:%s\n}".formatted(acl))
            .start()) {
      // Given
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      MailHostWatch watch =
          new MailHostWatch(host, directory.resolve("state.json"), Duration.ofSeconds(20));

      // When
      Verdict verdict = watch.report().verdict();

      // Then
      assertThat(verdict).as(rights).isEqualTo(Verdict.HEALTHY);
      assertThat(host.messages(host.user(), "INBOX")).hasSize(1);
      assertThat(watch.warnings())
          .as(host::logs)
          .singleElement()
          .asString()
          .contains("are still there");
    }
  }
}
