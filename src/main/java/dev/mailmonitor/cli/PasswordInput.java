package dev.mailmonitor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The password that comes in on the standard input: typed by somebody at a terminal, or written by
/// another program.
///
/// @param in what another program writes to
/// @param patience how long that program may take; it may have to ask somebody for a passphrase
record PasswordInput(InputStream in, Duration patience) {
  private static final int LIMIT = 64 * 1024;

  /// Why there is no password. The message is a sentence.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String reason) {
      super(reason);
    }
  }

  /// The process's own standard input.
  static PasswordInput ofProcess() {
    return new PasswordInput(System.in, Duration.ofSeconds(60));
  }

  /// Reads the password, without one line break at its end.
  ///
  /// @return the password, not empty
  /// @throws Unusable if there is none
  String read() throws Unusable {
    // Null where standard input or output is no terminal, on some builds of the JDK.
    Optional<java.io.Console> terminal =
        Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal);
    if (terminal.isEmpty()) {
      return checked(withoutLineBreak(text(bytes())));
    }
    char[] typed = terminal.get().readPassword("Password: ");
    return checked(typed == null ? "" : String.valueOf(typed));
  }

  private static String checked(String password) throws Unusable {
    if (password.isEmpty()) {
      throw new Unusable(
          "--password-stdin: nothing came in; write the password to the standard input, for example"
              + " mail-monitor --password-stdin <FILE.");
    }
    return password;
  }

  private byte[] bytes() throws Unusable {
    FutureTask<byte[]> reading = new FutureTask<>(() -> in.readNBytes(LIMIT + 1));
    // A thread in this system call cannot be interrupted; as a daemon it ends with the program.
    Thread.ofPlatform().daemon().name("reader of the password").start(reading);
    try {
      byte[] bytes = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (bytes.length > LIMIT) {
        throw new Unusable(
            "--password-stdin: more than 64 KiB came in; that is hardly a password.");
      }
      return bytes;
    } catch (TimeoutException slow) {
      throw new Unusable(
          "--password-stdin: the standard input did not come to its end within "
              + patience.toSeconds()
              + " s; whatever writes the password must close it afterwards.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unusable("--password-stdin: mail-monitor was told to stop.");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException unreadable) {
        throw new Unusable(
            "--password-stdin: the standard input cannot be read: " + unreadable.getMessage());
      }
      throw new IllegalStateException("Reading the standard input failed", failed.getCause());
    }
  }

  private static String text(byte[] bytes) throws Unusable {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException wrong) {
      throw new Unusable("--password-stdin: what came in is not UTF-8 text.");
    }
  }

  private static String withoutLineBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
