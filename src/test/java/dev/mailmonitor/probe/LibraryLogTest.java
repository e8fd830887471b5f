package dev.mailmonitor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.Post;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The mail library has a log of its own, which would hold each line of a session.
class LibraryLogTest {
  @TempDir Path directory;

  @Test
  void nothing_of_a_session_is_logged_even_where_everything_is() throws Exception {
    // Given
    List<String> logged = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record.getLoggerName() + ": " + record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    // Not of all: Java's own log of certificates would be long.
    List<Logger> parents =
        Stream.of("jakarta", "org.eclipse", "dev").map(Logger::getLogger).toList();
    parents.forEach(parent -> {
      parent.setLevel(Level.ALL);
      parent.setUseParentHandlers(false);
      parent.addHandler(handler);
    });
    Post post = new Post();
    try (ScriptedServer smtp =
            ScriptedCheck.server(talk -> SmtpDialogue.begin(talk).bringingTo(post).until("never"));
        ScriptedServer imap =
            ScriptedCheck.server(talk -> ImapDialogue.begin(talk).showing(post).until("never"))) {

      // When
      CheckReport report = ScriptedCheck.run(imap, smtp, Duration.ofSeconds(5), directory);

      // Then
      assertThat(report.verdict()).isEqualTo(Verdict.HEALTHY);
      assertThat(logged).isEmpty();
    } finally {
      parents.forEach(parent -> {
        parent.removeHandler(handler);
        parent.setUseParentHandlers(true);
        parent.setLevel(null);
      });
    }
  }
}
