package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The packaged program, to be run as a child process the way a user runs it.
///
/// It is looked for in the directory that the system property `mail-monitor.distribution` names,
/// else in `target/distribution/mail-monitor`. Its environment holds nothing but `PATH`,
/// `JAVA_HOME` (the JDK of this JVM) and `HOME` (a temporary directory that is removed afterwards),
/// so no locale either. Arguments and variables arrive as UTF-8 whatever the locale of this JVM is.
///
/// Its output, its command line and what it leaves in its `HOME` are looked through for the tests'
/// secrets, see [SecretWatch].
public final class Program {
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Optional<Path> workingDirectory = Optional.empty();
  private String input = "";
  private Path launcher =
      Path.of(System.getProperty("mail-monitor.distribution", "target/distribution/mail-monitor"))
          .resolve("bin/mail-monitor")
          .toAbsolutePath();

  private Program() {}

  /// How a run ended.
  ///
  /// @param status the exit status; 128 and the signal's number if a signal ended it
  /// @param out the standard output
  /// @param err the standard error
  /// @param took how long it ran
  public record Run(int status, String out, String err, Duration took) {
    /// The lines of the standard output.
    public List<String> outLines() {
      return out.lines().toList();
    }
  }

  /// The packaged program in a clean environment.
  public static Program with() {
    return new Program();
  }

  /// Sets a variable of its environment.
  public Program environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// Sets variables of its environment.
  public Program environment(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /// Where it runs, instead of in its temporary `HOME`.
  public Program workingDirectory(Path directory) {
    workingDirectory = Optional.of(directory);
    return this;
  }

  /// What comes in on its standard input, instead of nothing.
  public Program input(String text) {
    input = text;
    return this;
  }

  /// Another file than the packaged launcher, for example a symbolic link to it.
  public Program launcher(Path file) {
    launcher = file.toAbsolutePath();
    return this;
  }

  /// Runs it to its end.
  ///
  /// @param bound how long it may take; it is killed after that
  /// @param arguments the command line
  /// @throws AssertionError if it did not end in time, with what it wrote until then
  public Run run(Duration bound, String... arguments) {
    try (RunningProgram running = start(arguments)) {
      return running.awaitEnd(bound);
    }
  }

  /// Starts it and returns at once.
  ///
  /// @param arguments the command line
  /// @return the process, to be closed
  public RunningProgram start(String... arguments) {
    if (!Files.isExecutable(launcher)) {
      throw new IllegalStateException(
          "There is no program at " + launcher + "; build it first with `mvn package`");
    }
    try {
      Path home = Files.createTempDirectory("home-");
      Map<String, String> variables = new LinkedHashMap<>();
      variables.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
      variables.put("JAVA_HOME", System.getProperty("java.home"));
      variables.put("HOME", home.toString());
      variables.putAll(environment);
      List<String> command = new ArrayList<>(List.of(launcher.toString()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(asUtf8(command, variables))
              .directory(workingDirectory.orElse(home).toFile());
      builder.environment().clear();
      variables.forEach((name, value) -> {
        if (isAscii(value)) {
          builder.environment().put(name, value);
        }
      });
      return RunningProgram.of(builder.start(), home, List.of(arguments), input);
    } catch (IOException e) {
      throw new UncheckedIOException(launcher + " could not be started", e);
    }
  }

  // A JVM without a UTF-8 locale turns what is not ASCII into question marks on its way to a child
  // process. A shell can spell it out.
  private static List<String> asUtf8(List<String> command, Map<String, String> variables) {
    if (command.stream().allMatch(Program::isAscii)
        && variables.values().stream().allMatch(Program::isAscii)) {
      return command;
    }
    StringBuilder script = new StringBuilder();
    variables.forEach((name, value) -> {
      if (!isAscii(value)) {
        script.append("export ").append(name).append('=').append(spelledOut(value)).append('\n');
      }
    });
    script.append("exec");
    command.forEach(word -> script.append(' ').append(spelledOut(word)));
    return List.of("/bin/sh", "-c", script.toString());
  }

  private static String spelledOut(String word) {
    StringBuilder octal = new StringBuilder("\"$(printf '");
    for (byte unit : word.getBytes(StandardCharsets.UTF_8)) {
      octal.append("\\%03o".formatted(unit & 0xff));
    }
    return octal.append("')\"").toString();
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(character -> character < 0x80);
  }
}
