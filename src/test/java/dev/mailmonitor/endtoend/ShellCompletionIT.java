package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What the shells complete for somebody who types, with the files that are shipped, and whether
/// the manual page can be read.
class ShellCompletionIT {
  private static final Path SHARE = Installation.DISTRIBUTION.resolve("share");
  private static final Path SCRIPTS = Path.of("src/test/resources/shell").toAbsolutePath();

  @Test
  void bash_completes_options_values_and_commands() throws Exception {
    assertThat(bash("mail-monitor", "--smtp-sec")).contains("--smtp-security");
    assertThat(bash("mail-monitor", "--smtp-security", "start")).contains("starttls");
    assertThat(bash("mail-monitor", "con")).contains("config");
    assertThat(bash("mail-monitor", "config", "check", "--syn")).contains("--syntax");
  }

  @Test
  void fish_completes_options_values_and_commands() throws Exception {
    assertThat(fish("mail-monitor --smtp-sec")).contains("--smtp-security");
    assertThat(fish("mail-monitor --smtp-security start")).contains("starttls");
    assertThat(fish("mail-monitor con")).contains("config");
    assertThat(fish("mail-monitor alert ")).contains("test");
  }

  @Test
  void zsh_completes_options_values_and_commands() throws Exception {
    assertThat(zsh("mail-monitor --smtp-sec", "urity")).contains("urity");
    assertThat(zsh("mail-monitor --smtp-security start", "tls")).contains("tls");
    assertThat(zsh("mail-monitor con", "fig")).contains("fig");
    assertThat(zsh("mail-monitor config ch", "eck")).contains("eck");
  }

  @Test
  void the_manual_page_has_no_mistake_and_names_every_option() throws Exception {
    // Given
    needs("man");
    String page = SHARE.resolve("man/man1/mail-monitor.1").toString();

    // When
    String read = run("man", "--warnings=w", "-l", page);

    // Then
    assertThat(read)
        .doesNotContain("warning:")
        .contains("--smtp-host=HOST", "--password-stdin", "EXIT STATUS", "config check");
  }

  private static String bash(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", SCRIPTS.resolve("complete.bash").toString()));
    command.add(SHARE.resolve("bash-completion/completions/mail-monitor").toString());
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new));
  }

  private static String fish(String typed) throws Exception {
    needs("fish");
    return run(
        "fish",
        "--no-config",
        "-c",
        "source "
            + SHARE.resolve("fish/vendor_completions.d/mail-monitor.fish")
            + "; complete -C '"
            + typed
            + "'");
  }

  private static String zsh(String typed, String expected) throws Exception {
    needs("zsh");
    String answer =
        run(
            "zsh",
            "-f",
            SCRIPTS.resolve("complete.zsh").toString(),
            SHARE.resolve("zsh/site-functions").toString(),
            typed,
            expected);
    // The terminal repeats what was typed; what the shell adds comes after it, among escapes.
    return answer
        .replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
        .replace(typed, "")
        .replace("\u0007", "");
  }

  private static void needs(String command) throws Exception {
    boolean there =
        new ProcessBuilder("sh", "-c", "command -v " + command)
                .redirectErrorStream(true)
                .start()
                .waitFor()
            == 0;
    assumeTrue(there || System.getenv("CI") != null, command + " is missing");
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("shell", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("TERM", "xterm");
      builder.environment().put("MANWIDTH", "80");
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(30, TimeUnit.SECONDS);
      process.destroyForcibly();
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended).as("an end of %s, which said: %s", List.of(command), said).isTrue();
      return said;
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
