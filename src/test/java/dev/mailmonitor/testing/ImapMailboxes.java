package dev.mailmonitor.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/// The mailboxes of a [Post] as an IMAP server shows them to one client, as far as a monitor asks.
final class ImapMailboxes {
  private static final Set<String> OF_OPEN_MAILBOX =
      Set.of("UID FETCH", "FETCH", "UID SEARCH", "UID STORE", "UID EXPUNGE", "EXPUNGE");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ENGLISH);

  private final Post post;
  private final Conversation conversation;
  private String selected = "";
  private int told;

  ImapMailboxes(Post post, Conversation conversation) {
    this.post = post;
    this.conversation = conversation;
  }

  /// Answers a command, but for its final reply.
  ///
  /// @return what the final reply says
  String answer(ImapDialogue.Command command) throws IOException {
    synchronized (post) {
      if (OF_OPEN_MAILBOX.contains(command.name()) && post.find(selected).isEmpty()) {
        return "BAD No mailbox is open";
      }
      return switch (command.name()) {
        case "SELECT", "EXAMINE" -> select(word(command.line(), 2).replace("\"", ""));
        case "NOOP" -> news();
        case "UID FETCH" -> fetch(word(command.line(), 3), command.line(), true);
        case "FETCH" -> fetch(word(command.line(), 2), command.line(), false);
        case "LIST" -> list();
        case "UID SEARCH" -> search(command.line());
        case "UID STORE" -> {
          Post.Box box = post.box(selected);
          LongPredicate wanted = set(word(command.line(), 3), highest(box));
          box.letters.keySet().stream().filter(wanted::test).forEach(box.deleted::add);
          yield "OK stored";
        }
        case "UID EXPUNGE", "EXPUNGE" -> {
          Post.Box box = post.box(selected);
          box.letters.keySet().removeAll(box.deleted);
          told = box.letters.size();
          yield "OK expunged";
        }
        default -> "OK completed";
      };
    }
  }

  private static String word(String line, int index) {
    return line.split(" ", -1)[index];
  }

  private String select(String name) throws IOException {
    Optional<Post.Box> found = post.find(name);
    selected = name;
    if (found.isEmpty()) {
      return "NO [NONEXISTENT] Unknown mailbox: " + name;
    }
    Post.Box box = found.get();
    told = box.letters.size();
    conversation.say(
        "* FLAGS (\\Deleted \\Seen)\r\n* %d EXISTS\r\n* OK [UIDVALIDITY %d] valid\r\n* OK [UIDNEXT %d] next\r\n"
            .formatted(told, box.uidValidity, box.uidNext));
    return "OK [READ-WRITE] selected";
  }

  private String news() throws IOException {
    int count = post.find(selected).map(box -> box.letters.size()).orElse(told);
    if (count != told) {
      told = count;
      conversation.say("* " + told + " EXISTS\r\n");
    }
    return "OK completed";
  }

  private String fetch(String set, String line, boolean byUid) throws IOException {
    Post.Box box = post.box(selected);
    LongPredicate wanted = set(set, byUid ? highest(box) : box.letters.size());
    int number = 0;
    for (Map.Entry<Long, Post.Letter> entry : box.letters.entrySet()) {
      number++;
      long uid = entry.getKey();
      if (wanted.test(byUid ? uid : number)) {
        conversation.say(fetched(number, uid, entry.getValue(), line));
      }
    }
    return "OK fetched";
  }

  private static String fetched(int number, long uid, Post.Letter letter, String line) {
    StringBuilder items = new StringBuilder("* " + number + " FETCH (UID " + uid);
    if (line.contains("INTERNALDATE")) {
      items
          .append(" INTERNALDATE \"")
          .append(DATE.format(letter.date().atOffset(ZoneOffset.UTC)))
          .append('"');
    }
    String text = letter.text().replace("\n", "\r\n");
    if (line.contains("BODY.PEEK[HEADER.FIELDS")) {
      literal(
          items.append(" BODY[HEADER.FIELDS (MESSAGE-ID)] "),
          text.substring(0, text.indexOf("\r\n\r\n") + 4));
    } else if (line.contains("BODY.PEEK[]")) {
      literal(items.append(" BODY[]<0> "), text);
    }
    return items.append(")\r\n").toString();
  }

  private static void literal(StringBuilder items, String text) {
    items
        .append('{')
        .append(text.getBytes(StandardCharsets.UTF_8).length)
        .append("}\r\n")
        .append(text);
  }

  private String list() throws IOException {
    for (Map.Entry<String, Post.Box> box : post.boxes().entrySet()) {
      conversation.say(
          "* LIST (%s) \"/\" \"%s\"\r\n".formatted(box.getValue().attributes, box.getKey()));
    }
    return "OK listed";
  }

  private String search(String line) throws IOException {
    Post.Box box = post.box(selected);
    boolean deleted = line.contains("DELETED");
    String found =
        box.letters.entrySet().stream()
            .filter(entry ->
                deleted
                    ? box.deleted.contains(entry.getKey())
                    : entry.getValue().text().contains("Mail Monitor Test"))
            .map(entry -> String.valueOf(entry.getKey()))
            .collect(Collectors.joining(" "));
    conversation.say("* SEARCH" + (found.isEmpty() ? "" : " " + found) + "\r\n");
    return "OK searched";
  }

  private static long highest(Post.Box box) {
    return box.letters.isEmpty() ? 0 : box.letters.lastKey();
  }

  /// A sequence set (RFC 3501 section 9), in which `*` is the highest number.
  private static LongPredicate set(String set, long highest) {
    LongPredicate any = number -> false;
    for (String range : set.split(",", -1)) {
      String[] ends = range.split(":", 2);
      long one = ends[0].equals("*") ? highest : Long.parseLong(ends[0]);
      String last = ends[ends.length - 1];
      long other = last.equals("*") ? highest : Long.parseLong(last);
      any = any.or(number -> Math.min(one, other) <= number && number <= Math.max(one, other));
    }
    return any;
  }
}
