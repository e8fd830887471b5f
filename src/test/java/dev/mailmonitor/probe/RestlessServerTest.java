package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server whose IDLE does not wait is not asked again and again without a pause.
class RestlessServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// In four seconds, with pauses that grow to half a second.
  private static final int MOST = 40;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"* 1 EXISTS\r\n", ""})
  void a_server_that_ends_each_idle_at_once_is_left_in_peace(String news) throws Exception {
    // Given
    try (ScriptedServer smtp = ScriptedCheck.goodSmtp();
        ScriptedServer imap =
            ScriptedCheck.server(talk -> {
              ImapDialogue dialogue = ImapDialogue.begin(talk, "IDLE");
              while (true) {
                ImapDialogue.Command idle = dialogue.until("IDLE");
                talk.say("+ idling\r\n" + news);
                if (!news.isEmpty()) {
                  talk.expect("DONE");
                }
                talk.say(idle.tag() + " OK that was it\r\n");
              }
            })) {

      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, PATIENCE, directory);

      // Then
      assertThat(ScriptedCheck.failure(report, TestKind.RECEIVE).cause())
          .isEqualTo(FailureCause.NOT_DELIVERED);
      assertThat(imap.heard()).filteredOn(line -> line.endsWith(" IDLE")).hasSizeBetween(2, MOST);
    }
  }
}
