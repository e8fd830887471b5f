package dev.mailmonitor.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How windows are written. Days and ranges of days are those of systemd's calendar events.
final class MaintenanceSyntax {
  private static final String TIME = "([0-9]{1,2}):([0-9]{2})";
  private static final String DATE = "([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]" + TIME;
  private static final String DASH = " ?[-–] ?";
  private static final Pattern WEEKLY = Pattern.compile("(?:([^ 0-9]+) )?" + TIME + DASH + TIME);
  private static final Pattern ONCE =
      Pattern.compile(DATE + DASH + "(?:" + DATE + "|" + TIME + ")");
  private static final int END_OF_DAY = 24;

  /// What would have to stand for more than two days in a row.
  private static final int LONGEST_LIST = 2;

  private MaintenanceSyntax() {}

  static MaintenanceWindow parse(String text) {
    String tidy = text.strip().replaceAll("\\s+", " ").replaceAll(" ?(,|\\.\\.) ?", "$1");
    Matcher weekly = WEEKLY.matcher(tidy);
    if (weekly.matches()) {
      return weekly(weekly);
    }
    Matcher once = ONCE.matcher(tidy);
    if (once.matches()) {
      return once(once);
    }
    throw new IllegalArgumentException(
        "it is written neither like Sun 02:00-04:00 nor like 2026-12-24 18:00 - 2026-12-26 08:00");
  }

  private static MaintenanceWindow weekly(Matcher found) {
    String days = found.group(1);
    LocalDateTime from = time(LocalDate.EPOCH, found.group(2), found.group(3));
    LocalDateTime to = time(LocalDate.EPOCH, found.group(4), found.group(5));
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "it begins and ends at the same time; a whole day is 00:00-24:00");
    }
    if (!from.toLocalDate().equals(LocalDate.EPOCH)) {
      throw new IllegalArgumentException(
          "no window begins at 24:00; the next day's 00:00 is meant");
    }
    return new MaintenanceWindow.Weekly(
        days == null ? EnumSet.allOf(DayOfWeek.class) : days(days),
        from.toLocalTime(),
        to.toLocalTime());
  }

  private static MaintenanceWindow once(Matcher found) {
    LocalDate begins = date(found.group(1));
    boolean sameDay = found.group(4) == null;
    LocalDateTime from = time(begins, found.group(2), found.group(3));
    LocalDateTime to =
        sameDay
            ? time(begins, found.group(7), found.group(8))
            : time(date(found.group(4)), found.group(5), found.group(6));
    if (!to.isAfter(from)) {
      throw new IllegalArgumentException(
          "its end is not later than its beginning"
              + (sameDay ? "; if it is on another day, write that date too" : ""));
    }
    return new MaintenanceWindow.Once(from, to);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException noDate) {
      throw new IllegalArgumentException("a date in it is in no calendar", noDate);
    }
  }

  private static LocalDateTime time(LocalDate day, String hourText, String minuteText) {
    int hour = Integer.parseInt(hourText);
    int minute = Integer.parseInt(minuteText);
    if (hour == END_OF_DAY && minute == 0) {
      return day.plusDays(1).atStartOfDay();
    }
    if (hour >= END_OF_DAY || minute >= 60) {
      throw new IllegalArgumentException("times go from 00:00 to 24:00");
    }
    return day.atTime(hour, minute);
  }

  /// A list of days and ranges; `Fri..Mon` goes on over the weekend.
  private static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      String[] ends = part.split("\\.\\.|-|–", -1);
      DayOfWeek last = day(ends[ends.length - 1]);
      DayOfWeek day = day(ends[0]);
      if (ends.length > 2) {
        throw new IllegalArgumentException("a range of days is written like Mon..Fri");
      }
      for (; day != last; day = day.plus(1)) {
        days.add(day);
      }
      days.add(last);
    }
    return days;
  }

  private static DayOfWeek day(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (name.equals(day.name().toLowerCase(Locale.ROOT))
          || name.equals(abbreviation(day).toLowerCase(Locale.ROOT))) {
        return day;
      }
    }
    throw new IllegalArgumentException("days are Mon, Tue, Wed, Thu, Fri, Sat and Sun");
  }

  private static String abbreviation(DayOfWeek day) {
    return day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT);
  }

  /// Days as they are written, e.g. `Mon..Thu,Sat`.
  static String words(Set<DayOfWeek> days) {
    List<String> parts = new ArrayList<>();
    List<DayOfWeek> row = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      if (days.contains(day)) {
        row.add(day);
      }
      boolean ends = !days.contains(day) || day == DayOfWeek.SUNDAY;
      if (ends) {
        parts.addAll(words(row));
        row.clear();
      }
    }
    return String.join(",", parts);
  }

  private static List<String> words(List<DayOfWeek> row) {
    return row.size() > LONGEST_LIST
        ? List.of(abbreviation(row.getFirst()) + ".." + abbreviation(row.getLast()))
        : row.stream().map(MaintenanceSyntax::abbreviation).toList();
  }
}
