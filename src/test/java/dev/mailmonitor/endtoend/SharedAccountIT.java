package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mailmonitor.testing.ImapClient;
import dev.mailmonitor.testing.Letters;
import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.MailboxFiles;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program in a mailbox that others use too: other monitors, and the user.
@NeedsMailServers
class SharedAccountIT {
  private static final int MONITORS = 4;
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path directory;

  @Test
  void four_programs_at_once_see_each_its_own_mail_and_leave_none() throws IOException {
    try (MailHost host = MailHost.start()) {
      // Given
      List<Installation> installations = new ArrayList<>();
      for (int number = 0; number < MONITORS; number++) {
        installations.add(
            Installation.in(Files.createDirectory(directory.resolve("monitor-" + number)))
                .reaching(host));
      }

      for (int round = 0; round < 2; round++) {
        // When
        List<RunningProgram> running = installations.stream().map(Installation::start).toList();
        List<Program.Run> runs = new ArrayList<>();
        for (int number = 0; number < MONITORS; number++) {
          try (RunningProgram program = running.get(number)) {
            runs.add(installations.get(number).end(program));
          }
        }

        // Then
        assertThat(runs)
            .allSatisfy(run -> {
              assertThat(run.out()).matches(Installation.HEALTHY);
              assertThat(run.err()).isEmpty();
            });
        assertThat(host.messages(host.user(), "INBOX")).isEmpty();
      }
    }
  }

  @Test
  void a_killed_run_and_the_good_one_after_it_leave_the_users_mail_as_it_was() {
    try (MailHost host = MailHost.start()) {
      // Given
      Installation installation = Installation.in(directory).reaching(host);
      installation.run();
      String instance = installation.state().path("instance").asText();
      Letters.into(host, "INBOX", instance, 64, true);
      try (ImapClient reader = ImapClient.open(host, "INBOX")) {
        assertThat(reader.search("ALL")).hasSize(64);
      }
      MailboxFiles before = MailboxFiles.of(host, "INBOX");
      host.holdMail();

      // When
      try (RunningProgram running = installation.start()) {
        await().atMost(SOON).until(() -> host.logs().contains("status=deferred"));
        running.killNow();
      }
      host.releaseMail();
      await().atMost(SOON).until(() -> host.messages(host.user(), "INBOX").size() == 65);
      Program.Run run = installation.run();

      // Then
      assertThat(run.out()).matches(Installation.HEALTHY);
      assertThat(run.err()).isEmpty();
      assertThat(before.differences(MailboxFiles.of(host, "INBOX"))).isEmpty();
    }
  }
}
