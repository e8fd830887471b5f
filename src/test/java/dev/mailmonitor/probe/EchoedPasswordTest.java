package dev.mailmonitor.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SecretWatch;
import dev.mailmonitor.testing.SmtpDialogue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Servers that send the password back when they reject a login: it stands neither in the report
/// nor in the transcript.
class EchoedPasswordTest {
  private static final String PASSWORD = ScriptedCheck.PASSWORD;
  private static final String USER = "probe@mail.test";

  @TempDir Path directory;

  /// What the servers say, a text a line.
  enum Echo {
    IN_CLEAR("5.7.8 bad password " + PASSWORD),
    THE_WHOLE_COMMAND("LOGIN " + USER + " \"" + PASSWORD + "\""),
    IN_CAPITALS(("LOGIN " + USER + " " + PASSWORD).toUpperCase(Locale.ROOT)),
    WITH_SASL_SEPARATORS("bad \0" + USER + "\0" + PASSWORD),
    IN_BASE64("bad " + base64(PASSWORD)),
    AS_SASL_PLAIN("bad " + base64("\0" + USER + "\0" + PASSWORD)),
    AS_SASL_PLAIN_FOR_ITSELF("bad " + base64(USER + "\0" + USER + "\0" + PASSWORD)),
    SHIFTED_IN_BASE64("bad " + base64("7" + PASSWORD + "; no")),
    SHIFTED_TWICE_IN_BASE64("bad " + base64("78" + PASSWORD + "; no")),
    OVER_TWO_LINES("5.7.8 bad password s3cr3t-", "5.7.8 pa55, sorry"),
    OVER_THREE_LINES("5.7.8 bad password s3", "cr3t-p", "a55, sorry"),
    IN_BASE64_OVER_TWO_LINES(
        base64("\0" + USER + "\0" + PASSWORD).substring(0, 26),
        base64("\0" + USER + "\0" + PASSWORD).substring(26)),
    AT_THE_END_OF_WHAT_IS_SHOWN("x".repeat(494) + PASSWORD),
    BEHIND_CONTROL_CHARACTERS("\u0007\u001b[31m" + PASSWORD + "\u001b[0m"),
    BESIDE_WHAT_IS_NO_UTF_8("\u00c3" + PASSWORD);

    private final String text;

    Echo(String... lines) {
      this.text = String.join("\n", lines);
    }

    private List<String> lines() {
      return text.lines().toList();
    }

    private String smtp() {
      String all = lines().stream().collect(Collectors.joining("\r\n535-", "535-", "\r\n"));
      int last = all.lastIndexOf("535-");
      return all.substring(0, last) + "535 " + all.substring(last + 4);
    }

    private String imap(String tag) {
      StringBuilder said = new StringBuilder();
      List<String> lines = lines();
      lines
          .subList(0, lines.size() - 1)
          .forEach(line -> said.append("* NO ").append(line).append("\r\n"));
      return said + tag + " NO " + lines.getLast() + "\r\n";
    }

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @EnumSource(Echo.class)
  void a_password_that_a_server_sends_back_is_shown_nowhere(Echo echo) throws Exception {
    // Given
    try (ScriptedServer imap =
            ScriptedCheck.server(talk -> {
              String tag = ImapDialogue.begin(talk).until("LOGIN").tag();
              talk.say(echo.imap(tag));
              talk.hang();
            });
        ScriptedServer smtp =
            ScriptedCheck.server(talk -> {
              SmtpDialogue.begin(talk).until("AUTH");
              talk.say(echo.smtp());
              talk.hang();
            });
        Check.Run run =
            Check.standard(Clock.systemUTC())
                .prepare(
                    ScriptedCheck.target(
                        imap.port(), smtp.port(), Duration.ofSeconds(2), directory),
                    ScriptedCheck.INSTANCE)) {

      // When
      CheckReport report = run.run();
      Transcript transcript = run.transcript();

      // Then
      String shown =
          ScriptedCheck.failure(report, TestKind.SMTP_AUTH)
              + "\n"
              + ScriptedCheck.failure(report, TestKind.IMAP_AUTH);
      String said =
          transcript.lines().stream()
              .map(Transcript.Line::toString)
              .collect(Collectors.joining("\n"));
      assertThat(said).contains("535", " NO ", "(hidden)");
      SecretWatch.OF_TESTS.inspect("the failures", shown);
      SecretWatch.OF_TESTS.inspect("the report", report.toString());
      SecretWatch.OF_TESTS.inspect("the transcript", said);
      // Nor pieces of it, line by line.
      assertThat(shown + said).doesNotContainIgnoringCase("s3cr", "pa55", "cr3t");
    }
  }
}
