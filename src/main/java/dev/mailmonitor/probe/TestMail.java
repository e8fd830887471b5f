package dev.mailmonitor.probe;

import dev.mailmonitor.mail.DeliveryReport;
import dev.mailmonitor.mail.MailHeaders;
import dev.mailmonitor.mail.OutgoingMail;
import dev.mailmonitor.target.Route;
import dev.mailmonitor.target.Target;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The one mail of a check, which says what it is and can be told from every other.
///
/// @param instance the monitor that sends it, so that monitors can share a mailbox
/// @param target the target's name
/// @param run this check's own token
/// @param messageIdHost the right side of its Message-ID
/// @param sentAt its date
public record TestMail(
    String instance, String target, UUID run, String messageIdHost, Instant sentAt) {
  /// How every test mail's subject begins; for exemptions in filters.
  public static final String SUBJECT = "Mail Monitor Test";

  /// The field that marks every test mail of every monitor: `true`.
  public static final String MARK = "X-Mail-Monitor";

  /// The field with instance, target and run.
  public static final String ID = "X-Mail-Monitor-Id";

  /// RFC 5322 section 3.3. The names are written down because looking them up in the languages of
  /// the world costs as much as making a TLS session.
  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .appendText(
              ChronoField.DAY_OF_WEEK, names("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
          .appendPattern("', 'd' '")
          .appendText(
              ChronoField.MONTH_OF_YEAR,
              names(
                  "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                  "Dec"))
          .appendPattern("' 'yyyy HH:mm:ss Z")
          .toFormatter(Locale.ROOT);

  private static Map<Long, String> names(String... names) {
    Map<Long, String> byNumber = new HashMap<>();
    for (String name : names) {
      byNumber.put(byNumber.size() + 1L, name);
    }
    return byNumber;
  }

  /// A new mail.
  ///
  /// @param target what is checked
  /// @param instance the monitor that sends it
  /// @param now its date
  /// @return a mail with a token of its own
  public static TestMail of(Target target, String instance, Instant now) {
    // Not the library's Message-ID: those repeat across processes that start from one snapshot.
    return new TestMail(
        instance,
        target.name().value(),
        UUID.randomUUID(),
        domain(target.route().smtp().host()),
        now.truncatedTo(ChronoUnit.SECONDS));
  }

  private static String domain(String host) {
    if (host.contains(":")) {
      return "[IPv6:" + host + "]";
    }
    return host.matches("[0-9.]+") ? "[" + host + "]" : host;
  }

  /// Its Message-ID, with angle brackets.
  public String messageId() {
    return "<" + run + "@" + messageIdHost + ">";
  }

  /// The mail as it is sent.
  ///
  /// @param route from whom to whom
  /// @return header and text
  OutgoingMail outgoing(Route route) {
    return new OutgoingMail(
        route.from(),
        route.recipient(),
        List.of(
            Map.entry("Date", DATE.format(sentAt.atOffset(ZoneOffset.UTC))),
            Map.entry("From", "<" + route.from() + ">"),
            Map.entry("To", "<" + route.recipient() + ">"),
            Map.entry("Subject", SUBJECT + " - " + sentAt),
            Map.entry("Message-ID", messageId()),
            Map.entry(MARK, "true"),
            Map.entry(ID, "instance=" + instance + "; target=" + target + "; run=" + run),
            Map.entry("Auto-Submitted", "auto-generated"),
            // Not "All": that would suppress the bounces that we want to read.
            Map.entry("X-Auto-Response-Suppress", "OOF, AutoReply, RN, NRN"),
            Map.entry("MIME-Version", "1.0"),
            Map.entry("Content-Type", "text/plain; charset=us-ascii"),
            Map.entry("Content-Transfer-Encoding", "7bit")),
        """
        This mail was sent by mail-monitor to see that this mail server delivers mail.
        It is removed as soon as it has been seen. If you can read it here, its
        monitor was interrupted or could not reach the mailbox any more; the next
        check removes it. It is safe to delete.
        """);
  }

  /// Whether a mail is this one: by the left side of its own Message-ID (servers rewrite the right
  /// side) or by the token. A report about this mail quotes both, in other places, and is not it.
  ///
  /// @param headers the mail's own header
  /// @return whether it is the mail that was sent
  boolean is(MailHeaders headers) {
    return isOfRun(headers, run);
  }

  /// Whether a mail is the one of a certain check.
  ///
  /// @param headers the mail's own header
  /// @param run the check's token
  /// @return whether it is the mail that was sent
  static boolean isOfRun(MailHeaders headers, UUID run) {
    return !headers.isReport() && bears(headers, run);
  }

  /// Whether a report is about this mail: by what it quotes of it, or by the envelope.
  ///
  /// @param report a report about some mail
  /// @return whether that mail is this one
  boolean isSubjectOf(DeliveryReport report) {
    return bears(report.returned(), run)
        || report.perMessage().all("Original-Envelope-Id").stream()
            .anyMatch(id -> id.contains(run.toString()));
  }

  private static boolean bears(MailHeaders headers, UUID run) {
    boolean sameId =
        headers.all("Message-ID").stream()
            .anyMatch(id -> leftSide(id).equalsIgnoreCase(run.toString()));
    return sameId
        || headers.all(ID).stream().anyMatch(id -> value(id, "run").equals(run.toString()));
  }

  private static String leftSide(String messageId) {
    String id = messageId.strip();
    int start = id.indexOf('<') + 1;
    int at = id.indexOf('@', start);
    return at < 0 ? "" : id.substring(start, at);
  }

  /// Whether a mail was sent by a monitor.
  ///
  /// @param headers the mail's own header
  /// @return whether it bears the mark
  static boolean isMarked(MailHeaders headers) {
    return !headers.isReport()
        && headers.all(MARK).stream().anyMatch(value -> value.equalsIgnoreCase("true"));
  }

  /// Whether a mail was sent by a certain monitor.
  ///
  /// @param headers the mail's own header
  /// @param instance the monitor
  /// @return whether it bears the mark and the monitor's name
  static boolean isOf(MailHeaders headers, String instance) {
    return isMarked(headers)
        && headers.all(ID).stream().anyMatch(id -> value(id, "instance").equals(instance));
  }

  private static String value(String id, String key) {
    for (String part : id.split(";", -1)) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length == 2 && pair[0].equals(key)) {
        return pair[1].strip();
      }
    }
    return "";
  }
}
