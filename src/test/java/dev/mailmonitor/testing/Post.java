package dev.mailmonitor.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The mail between a scripted SMTP server, which brings it, and a scripted IMAP server, which
/// shows it. What is brought is put into the INBOX at once, unless the test says otherwise.
public final class Post {
  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final List<String> brought = new ArrayList<>();
  private Rounds rounds = (post, mail) -> post.put("INBOX", mail);

  /// What becomes of a mail that an SMTP server has taken.
  @FunctionalInterface
  public interface Rounds {
    /// Delivers a mail, or does not.
    ///
    /// @param post where to put it
    /// @param mail header and text, lines ended by `\n`
    void deliver(Post post, String mail);
  }

  /// A mail in a mailbox.
  ///
  /// @param text header and text, lines ended by `\n`
  /// @param date when it came
  record Letter(String text, Instant date) {}

  /// A mailbox.
  static final class Box {
    final NavigableMap<Long, Letter> letters = new TreeMap<>();
    final Set<Long> deleted = ConcurrentHashMap.newKeySet();
    final String attributes;
    long uidValidity = 1;
    long uidNext = 1;

    private Box(String attributes) {
      this.attributes = attributes;
    }
  }

  /// An empty INBOX and nothing else.
  public Post() {
    mailbox("INBOX", "");
  }

  /// Says what becomes of mails.
  public synchronized Post whose(Rounds delivery) {
    rounds = delivery;
    return this;
  }

  /// Adds a mailbox.
  ///
  /// @param name its name
  /// @param attributes as `LIST` tells them, for example `\Junk`
  public synchronized Post mailbox(String name, String attributes) {
    boxes.put(name, new Box(attributes));
    return this;
  }

  /// Takes a mailbox away.
  public synchronized void remove(String name) {
    boxes.remove(name);
  }

  /// Removes every mail of a mailbox.
  public synchronized void empty(String name) {
    box(name).letters.clear();
  }

  /// Gives a mailbox a new UIDVALIDITY (RFC 3501 section 2.3.1.1) and its mails new UIDs from 1.
  public synchronized void renumber(String name) {
    Box box = box(name);
    List<Letter> letters = List.copyOf(box.letters.values());
    box.letters.clear();
    box.uidValidity++;
    box.uidNext = 1;
    letters.forEach(letter -> box.letters.put(box.uidNext++, letter));
  }

  /// Puts a mail into a mailbox.
  public synchronized void put(String mailbox, String text) {
    put(mailbox, text, Instant.now());
  }

  /// Puts a mail into a mailbox, as if it had come some time ago.
  public synchronized void put(String mailbox, String text, Instant date) {
    Box box = box(mailbox);
    box.letters.put(box.uidNext++, new Letter(text, date));
  }

  /// Puts a mail into a mailbox after a while.
  public void put(String mailbox, String text, Duration later) {
    Thread.startVirtualThread(() -> {
      try {
        Thread.sleep(later);
        put(mailbox, text);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /// Lets the next UID of a mailbox be a certain one.
  public synchronized void continueAt(String mailbox, long uid) {
    box(mailbox).uidNext = uid;
  }

  /// Brings a mail, as an SMTP server does that has taken it.
  public void bring(String mail) {
    Rounds delivery;
    synchronized (this) {
      brought.add(mail);
      delivery = rounds;
    }
    delivery.deliver(this, mail);
  }

  /// Every mail that was brought.
  public synchronized List<String> brought() {
    return List.copyOf(brought);
  }

  /// The mails of a mailbox, oldest first.
  public synchronized List<String> mails(String mailbox) {
    return box(mailbox).letters.values().stream().map(Letter::text).toList();
  }

  synchronized Optional<Box> find(String name) {
    return Optional.ofNullable(boxes.get(name));
  }

  synchronized Box box(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("There is no mailbox " + name));
  }

  synchronized Map<String, Box> boxes() {
    return new LinkedHashMap<>(boxes);
  }

  /// A mail's header field, unfolded, or an empty text.
  public static String field(String mail, String name) {
    String header = mail.substring(0, mail.indexOf("\n\n") + 1).replaceAll("\n[ \t]+", " ");
    return header
        .lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
