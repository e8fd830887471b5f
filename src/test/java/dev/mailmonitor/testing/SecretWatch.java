package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Knows the passwords and tokens that the tests give to the product, and looks for them in
/// whatever the product lets out: output, files, command lines, alerts. What it finds it names
/// without showing it, because test reports are read by everybody.
///
/// The secrets of all tests are also noted in [#NOTES], for [SecretReports], which looks through
/// the reports when all tests have run.
public final class SecretWatch {
  /// Where the secrets of all tests are noted, readable by their owner only.
  static final Path NOTES = Path.of("target", "secret-watch");

  /// The secrets of all tests.
  public static final SecretWatch OF_TESTS = new SecretWatch(Optional.of(NOTES));

  /// Shorter ones would be found by chance.
  static final int SHORTEST = 8;

  private final Optional<Path> notes;
  private final ConcurrentMap<String, Map<String, SecretForms.Form>> secrets =
      new ConcurrentHashMap<>();

  private SecretWatch(Optional<Path> notes) {
    this.notes = notes;
  }

  /// A watch that knows nothing yet and notes nothing.
  static SecretWatch fresh() {
    return new SecretWatch(Optional.empty());
  }

  /// Remembers a password or token that is given to the product from now on.
  ///
  /// @param secret distinctive, at least 8 characters
  /// @return the secret
  public String keep(String secret) {
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "A secret of " + secret.length() + " characters would be found by chance");
    }
    if (secrets.putIfAbsent(secret, SecretForms.of(secret)) == null) {
      notes.ifPresent(directory -> note(directory, secret));
    }
    return secret;
  }

  /// Looks through a text.
  ///
  /// @param what whose text it is, for the message
  /// @param text the text
  /// @throws AssertionError if a secret stands in it, with the form but not with the secret
  public void inspect(String what, String text) {
    inspect(what, text, secret -> true);
  }

  /// Looks through a command line, in which a user may have written some secrets.
  ///
  /// @param what whose command line it is, for the message
  /// @param text the command line
  /// @param given what the user wrote there
  /// @throws AssertionError if another secret stands in it
  void inspectCommandLine(String what, String text, List<String> given) {
    inspect(what, text, secret -> given.stream().noneMatch(word -> word.contains(secret)));
  }

  private void inspect(String what, String text, Predicate<String> counts) {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, Map<String, SecretForms.Form>> secret : secrets.entrySet()) {
      for (Map.Entry<String, SecretForms.Form> form : secret.getValue().entrySet()) {
        if (form.getValue().occursIn(text, lowerCase) && counts.test(secret.getKey())) {
          throw new AssertionError(
              "A secret of %d characters stands %s in %s"
                  .formatted(secret.getKey().length(), form.getKey(), what));
        }
      }
    }
  }

  /// Looks through a file, and through its name.
  ///
  /// @param file what the product wrote
  /// @throws AssertionError if a secret stands in it
  public void inspect(Path file) {
    try {
      // Every octet is a character, so that nothing is lost where the file is no UTF-8.
      byte[] content = Files.readAllBytes(file);
      inspect("the name of a file", file.toString());
      inspect("the file " + file.getFileName(), new String(content, StandardCharsets.UTF_8));
      inspect("the file " + file.getFileName(), new String(content, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be looked through", e);
    }
  }

  /// Looks through all files below a directory.
  ///
  /// @param directory where the product wrote
  /// @throws AssertionError if a secret stands in one of them
  public void inspectAll(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.filter(Files::isRegularFile).forEach(this::inspect);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be looked through", e);
    }
  }

  /// Remembers what other JVMs have noted.
  ///
  /// @param directory where they did
  /// @return how many secrets are known now
  int recall(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        for (String line : Files.readAllLines(file)) {
          keep(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8));
        }
      }
      return secrets.size();
    } catch (IOException e) {
      throw new UncheckedIOException("The noted secrets cannot be read", e);
    }
  }

  private static synchronized void note(Path directory, String secret) {
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve("jvm-" + ProcessHandle.current().pid());
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      String line = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("A secret of the tests cannot be noted", e);
    }
  }
}
