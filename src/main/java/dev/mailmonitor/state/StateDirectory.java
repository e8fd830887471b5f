package dev.mailmonitor.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the state store does with its directory.
final class StateDirectory {
  private static final int MAX_LINKS = 40;

  /// The longest name and path of Linux's file systems, in bytes.
  private static final int MAX_NAME = 255;

  private static final int MAX_PATH = 4095;

  /// By how much the name of a temporary file is longer than the file's: two dots, a number and a
  /// suffix.
  private static final int TEMPORARY = 26;

  private static final FileAttribute<?> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<?> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PRIVATE);

  private static final String CANNOT_BE_USED = "The state file %s cannot be used: %s. To do: %s.";
  private static final String FILE_IN_THE_WAY =
      "a file stands where the directory should be; move it away or set state_file to another"
          + " place";

  private StateDirectory() {}

  /// The directory that a file is in.
  static Path of(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " is a directory, not a file");
    }
    return parent;
  }

  /// The file that a symbolic link leads to, whether it exists or not; any other file as it is.
  static Path followLink(Path file) {
    Path followed = file;
    try {
      for (int links = 0; links < MAX_LINKS && Files.isSymbolicLink(followed); links++) {
        followed = followed.resolveSibling(Files.readSymbolicLink(followed)).normalize();
      }
    } catch (IOException exception) {
      // What is wrong with it shows when it is read.
      return file;
    }
    return followed;
  }

  /// Refuses devices, pipes and directories, which reading could block on and writing would
  /// destroy.
  static void requireFile(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new NotAFile(file, "it is not a regular file");
    }
    if (Files.isSymbolicLink(file)) {
      throw new NotAFile(file, "its symbolic links lead in a circle");
    }
  }

  /// Something that can be no state file stands in its place.
  private static final class NotAFile extends FileSystemException {
    private static final long serialVersionUID = 1L;

    NotAFile(Path file, String reason) {
      super(file.toString(), null, reason);
    }
  }

  /// Lets nobody but the owner read a file, as far as that can be had.
  static void makePrivate(Path file) {
    try {
      Files.setPosixFilePermissions(file, PRIVATE);
    } catch (IOException | UnsupportedOperationException notOurs) {
      // Whoever it belongs to has decided who may read it.
    }
  }

  static void create(Path file) throws IOException {
    Path directory = of(file);
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, PRIVATE_DIRECTORY);
    }
  }

  /// Writes a file in one step: temporary file, sync, rename, sync of the directory.
  static void replace(Path file, byte[] content) throws IOException {
    Path directory = of(file);
    Path temporary = Files.createTempFile(directory, prefix(file), ".tmp", PRIVATE_FILE);
    try {
      // Not a channel: an interrupt, which asks for an orderly end, must not stop the saving.
      try (FileOutputStream stream = new FileOutputStream(temporary.toFile())) {
        stream.write(content);
        stream.getFD().sync();
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException exception) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException again) {
        exception.addSuppressed(again);
      }
      throw exception;
    }
    uninterrupted(() -> {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
        return channel;
      }
    });
  }

  /// Something that works on a channel.
  ///
  /// @param <T> its result
  /// @param <X> what it may throw besides
  interface ChannelWork<T, X extends Exception> {
    T run() throws IOException, X;
  }

  /// Does something that an interrupt would break off, and interrupts the thread afterwards.
  static <T, X extends Exception> T uninterrupted(ChannelWork<T, X> work) throws IOException, X {
    boolean interrupted = Thread.interrupted();
    try {
      return work.run();
    } catch (ClosedByInterruptException exception) {
      interrupted |= Thread.interrupted();
      return work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Deletes temporary files of runs that crashed. Only whoever holds the lock may do this.
  static void removeLeftovers(Path file) throws IOException {
    // Exactly what createTempFile makes: "a.json" must not touch those of "a.json.json".
    Pattern temporary = Pattern.compile(Pattern.quote(prefix(file)) + "[0-9]+\\.tmp");
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(
            of(file), entry -> temporary.matcher(entry.getFileName().toString()).matches())) {
      for (Path leftover : entries) {
        Files.deleteIfExists(leftover);
      }
    } catch (DirectoryIteratorException exception) {
      throw exception.getCause();
    }
  }

  /// What the system complained of; the directory in place of a temporary file, whose random name
  /// would make a new sentence of the same trouble each time.
  private static String culprit(Path file, FileSystemException exception) {
    String named = exception.getFile();
    return named != null && named.startsWith(of(file).resolve(prefix(file)).toString())
        ? of(file).toString()
        : String.valueOf(named);
  }

  private static String prefix(Path file) {
    return "." + file.getFileName() + ".";
  }

  /// What went wrong and what to do, as a sentence for the administrator.
  static String explain(Path file, IOException exception) {
    Path inTheWay = fileAbove(file);
    if (inTheWay != null) {
      return CANNOT_BE_USED.formatted(file, inTheWay + " is not a directory", FILE_IN_THE_WAY);
    }
    String advice =
        switch (exception) {
          case NotAFile other -> "move it away or set state_file to another place";
          case AccessDeniedException denied ->
              "make it and its directory readable and writable for the user that mail-monitor runs"
                  + " as";
          case NoSuchFileException missing -> "the directory has vanished; create it again";
          case FileAlreadyExistsException exists -> FILE_IN_THE_WAY;
          case FileSystemException tooLong when isTooLong(file, tooLong) ->
              "the name of the file or of a directory is too long; set state_file to a shorter one";
          // A write to a full disk is told as a mere IOException.
          default ->
              "check that the file system is not full, read-only or broken, or set state_file to"
                  + " another place";
        };
    return CANNOT_BE_USED.formatted(file, reason(file, exception), advice);
  }

  /// What stands where a directory on the way to the file should be, or null. The system says it in
  /// many words, and in the user's language.
  private static @Nullable Path fileAbove(Path file) {
    for (Path above = file.getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above)) {
        return Files.isDirectory(above) ? null : above;
      }
    }
    return null;
  }

  /// The lock and the temporary file have longer names than the file itself. The system's words are
  /// in the user's language.
  private static boolean isTooLong(Path file, FileSystemException exception) {
    if ("File name too long".equals(exception.getReason())) {
      return true;
    }
    for (Path name : file) {
      if (bytes(name) > MAX_NAME) {
        return true;
      }
    }
    return bytes(file.getFileName()) > MAX_NAME - TEMPORARY || bytes(file) > MAX_PATH - TEMPORARY;
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static String reason(Path file, IOException exception) {
    if (exception instanceof AccessDeniedException denied) {
      return "permission denied for " + culprit(file, denied);
    }
    if (exception instanceof NoSuchFileException missing) {
      return culprit(file, missing) + " does not exist";
    }
    if (exception instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    String message = exception.getMessage();
    return message == null ? exception.getClass().getSimpleName() : message;
  }
}
