package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is in a folder of a [MailHost], read from the files past every mail server.
///
/// @param uidValidity what makes its UIDs valid
/// @param mails by the part of the file's name that never changes
public record MailboxFiles(String uidValidity, Map<String, Mail> mails) {
  private static final Pattern NAME = Pattern.compile("([^,:]+)(?:,[^:]*)?(?::2,(.*))?");
  private static final Pattern HEADER = Pattern.compile("3 V(\\d+) .*");
  private static final Pattern LINE = Pattern.compile("(\\d+) .*?:([^,:]+).*");

  /// One mail.
  ///
  /// @param uid empty as long as the server has not seen it
  /// @param flags Maildir's letters: system flags in capitals, keywords in small ones
  /// @param arrived milliseconds, what IMAP calls INTERNALDATE
  /// @param content every byte, in Base64
  public record Mail(String uid, String flags, long arrived, String content) {}

  /// Looks at a folder.
  ///
  /// @param folder `INBOX` or another folder's name
  public static MailboxFiles of(MailHost host, String folder) {
    Path maildir = host.maildir(host.user());
    Path place = folder.equals("INBOX") ? maildir : maildir.resolve("." + folder);
    Map<String, String> uids = new HashMap<>();
    String validity = "";
    try {
      Path list = place.resolve("dovecot-uidlist");
      for (String line : Files.exists(list) ? Files.readAllLines(list) : List.<String>of()) {
        Matcher header = HEADER.matcher(line);
        Matcher mail = LINE.matcher(line);
        if (header.matches()) {
          validity = header.group(1);
        } else if (mail.matches()) {
          uids.put(mail.group(2), mail.group(1));
        }
      }
      Map<String, Mail> mails = new TreeMap<>();
      for (Path file : host.messages(host.user(), folder)) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          String flags = name.group(2);
          mails.put(
              name.group(1),
              new Mail(
                  uids.getOrDefault(name.group(1), ""),
                  flags == null ? "" : flags,
                  Files.getLastModifiedTime(file).toMillis(),
                  Base64.getEncoder().encodeToString(Files.readAllBytes(file))));
        }
      }
      return new MailboxFiles(validity, mails);
    } catch (IOException e) {
      throw new UncheckedIOException("The files of " + folder + " cannot be read", e);
    }
  }

  /// How two looks at a folder differ, one line for each mail; empty if they do not.
  public List<String> differences(MailboxFiles later) {
    List<String> differences = new ArrayList<>();
    if (!uidValidity.equals(later.uidValidity)) {
      differences.add("UIDVALIDITY " + uidValidity + " became " + later.uidValidity);
    }
    mails.forEach((name, mail) -> {
      Mail now = later.mails.get(name);
      if (now == null) {
        differences.add(name + " is gone: " + mail);
      } else if (!now.equals(mail)) {
        differences.add(name + " was " + mail + " and is " + now);
      }
    });
    later.mails.forEach((name, mail) -> {
      if (!mails.containsKey(name)) {
        differences.add(name + " is new: " + mail);
      }
    });
    return differences;
  }
}
