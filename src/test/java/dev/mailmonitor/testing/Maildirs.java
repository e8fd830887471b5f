package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The mailboxes of a [MailHost], as files.
///
/// @param directory with one home directory a user
record Maildirs(Path directory) {
  private static final Pattern FILE_NAME = Pattern.compile("(\\d+)\\.M(\\d+)P.*");

  /// Mail belongs to Debian's user `mail`, which every system has.
  static final int OWNER = 8;

  /// Creates the directory that will hold the homes.
  void create() throws IOException {
    createOwned(directory);
  }

  Path home(String user) {
    return directory.resolve(user);
  }

  Path maildir(String user) {
    return home(user).resolve("Maildir");
  }

  List<Path> messages(String user, String folder) {
    List<Path> found = new ArrayList<>();
    for (String part : List.of("new", "cur")) {
      Path place = folder(user, folder).resolve(part);
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.list(place)) {
          files.forEach(found::add);
        } catch (IOException e) {
          throw new UncheckedIOException("The mails in " + place + " cannot be listed", e);
        }
      }
    }
    found.sort(Comparator.comparing(Maildirs::deliveredAt).thenComparing(Path::toString));
    return List.copyOf(found);
  }

  static Instant deliveredAt(Path mail) {
    Matcher name = FILE_NAME.matcher(mail.resolve("").getFileName().toString());
    if (!name.matches()) {
      throw new IllegalArgumentException("Not the name of a Maildir file: " + mail);
    }
    return Instant.ofEpochSecond(
        Long.parseLong(name.group(1)), Long.parseLong(name.group(2)) * 1_000);
  }

  Path deliver(String user, String folder, String message) {
    return deliver(
        user, folder, message.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  Path deliver(String user, String folder, byte[] message) {
    Instant now = Instant.now();
    String name =
        "%d.M%06dP0.%s".formatted(now.getEpochSecond(), now.getNano() / 1_000, UUID.randomUUID());
    try {
      Path place = folder(user, folder);
      for (Path path : List.of(home(user), maildir(user), place)) {
        createOwned(path);
      }
      for (String part : List.of("tmp", "cur", "new")) {
        createOwned(place.resolve(part));
      }
      Path written = place.resolve("tmp").resolve(name);
      Files.write(written, message);
      give(written);
      return Files.move(
          written, place.resolve("new").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("No mail was put into " + folder + " of " + user, e);
    }
  }

  /// Puts many equal mails into the INBOX, as links to one file.
  void deliverMany(String user, int count, String message) {
    Path first = deliver(user, "INBOX", message);
    String name = first.getFileName().toString();
    Path place = maildir(user).resolve("cur");
    try {
      for (int mail = 1; mail < count; mail++) {
        Files.createLink(place.resolve(name + "-" + mail + ":2,S"), first);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("No " + count + " mails were put into " + place, e);
    }
  }

  private Path folder(String user, String folder) {
    return folder.equals("INBOX") ? maildir(user) : maildir(user).resolve("." + folder);
  }

  private static void createOwned(Path path) throws IOException {
    if (Files.notExists(path)) {
      Files.createDirectory(path);
      give(path);
    }
  }

  static void give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", OWNER);
    Files.setAttribute(path, "unix:gid", OWNER);
  }
}
