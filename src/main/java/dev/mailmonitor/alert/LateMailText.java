package dev.mailmonitor.alert;

import dev.mailmonitor.probe.LateMail;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How people are told of mails that came late.
public final class LateMailText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final int MOST_SENTENCES = 3;

  private LateMailText() {}

  /// One mail, e.g. `the mail of 10:02 arrived after 23 min`.
  ///
  /// @param late the mail
  /// @param zone the zone of its time
  /// @return the words
  public static String of(LateMail late, ZoneId zone) {
    LocalDateTime sent = LocalDateTime.ofInstant(late.sentAt(), zone);
    LocalDateTime arrived = LocalDateTime.ofInstant(late.arrivedAt(), zone);
    boolean sameDay = sent.toLocalDate().equals(arrived.toLocalDate());
    return "the mail of "
        + (sameDay ? TIME : DAY_AND_TIME).format(sent)
        + switch (late.place()) {
          case INBOX -> " arrived after ";
          case JUNK -> " arrived in Junk after ";
        }
        + AlertText.words(late.delay());
  }

  /// The sentences that an alert tells of some mails.
  ///
  /// @param mails the mails
  /// @param zone the zone of their times
  /// @return a few sentences; none if there are no mails
  public static List<String> remarks(List<LateMail> mails, ZoneId zone) {
    List<String> remarks = new ArrayList<>();
    for (LateMail late : mails.stream().limit(MOST_SENTENCES).toList()) {
      String words = of(late, zone);
      remarks.add(Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".");
    }
    int more = mails.size() - MOST_SENTENCES;
    if (more > 0) {
      remarks.add(more == 1 ? "One more mail arrived late." : more + " more mails arrived late.");
    }
    return remarks;
  }
}
