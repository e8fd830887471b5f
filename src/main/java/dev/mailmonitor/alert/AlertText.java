package dev.mailmonitor.alert;

import dev.mailmonitor.alert.AlertParts.Finding;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes alerts from the templates below `templates/alert`. When a message would be too long, the
/// details give way first; first line, bullets and times stay.
public final class AlertText {
  /// The longest body, in bytes: what ntfy shows as a message and not as an attachment. Its limit
  /// is 4096, and it takes a message of exactly that size for one that goes on.
  public static final int MAX_BODY_BYTES = 4095;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx", Locale.ROOT);
  private static final DateTimeFormatter TIME_UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);
  private static final String BETWEEN_PARTS = "\n\n";
  private static final List<Integer> BULLET_LENGTHS = List.of(Problem.MAX_LINE, 150, 80, 40, 20);

  private final ZoneId zone;
  private final Map<AlertKind, Template> heads = new EnumMap<>(AlertKind.class);
  private final Template span;
  private final Template untold;
  private final Template problem;

  /// Reads the templates.
  ///
  /// @param zone the zone that times are shown in, each with its offset
  public AlertText(ZoneId zone) {
    this.zone = zone;
    Engine engine = Engine.builder().addDefaults().strictRendering(true).build();
    for (AlertKind kind : AlertKind.values()) {
      heads.put(kind, template(engine, kind.key()));
    }
    this.span = template(engine, "span");
    this.untold = template(engine, "untold");
    this.problem = template(engine, "problem");
  }

  private static Template template(Engine engine, String name) {
    String path = "/templates/alert/" + name + ".txt";
    try (InputStream stream = AlertText.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException("The program is incomplete: it lacks " + path);
      }
      return engine.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), null, path);
    } catch (IOException exception) {
      throw new UncheckedIOException("Cannot read the program's own " + path, exception);
    }
  }

  /// Writes an alert.
  ///
  /// @param alert what to tell
  /// @param details how much to tell
  /// @return title and body, the body of at most [#MAX_BODY_BYTES]
  public AlertMessage render(Alert alert, AlertDetails details) {
    return render(alert, details, MAX_BODY_BYTES);
  }

  /// Writes an alert for somebody who takes less.
  ///
  /// @param alert what to tell
  /// @param details how much to tell
  /// @param maxBodyBytes the longest body, in UTF-8 bytes
  /// @return title and body
  public AlertMessage render(Alert alert, AlertDetails details, int maxBodyBytes) {
    return new AlertMessage(alert.title(), body(alert, details, maxBodyBytes));
  }

  /// An alert in its parts, none of them shortened.
  ///
  /// @param alert what to tell
  /// @param details how much to tell
  /// @return the parts, which together say what [#render(Alert, AlertDetails)] says
  public AlertParts parts(Alert alert, AlertDetails details) {
    return new AlertParts(
        alert.title(),
        alert.kind().isFailure(),
        sentence(head(alert, details, Problem.MAX_LINE)),
        bullets(alert.problems(), details, Problem.MAX_LINE),
        findings(alert, details),
        sentence(lasted(alert, details, Problem.MAX_LINE)),
        bullets(alert.missed(), details, Problem.MAX_LINE),
        alert.remarks());
  }

  /// Bullets stand on lines of their own below it.
  private static String sentence(String withBullets) {
    return withBullets.lines().findFirst().orElse("");
  }

  private String body(Alert alert, AlertDetails details, int maxBytes) {
    String below = join(findings(alert, details).stream().map(this::belowTheBullets));
    String core = "";
    for (int bulletLength : BULLET_LENGTHS) {
      String head = head(alert, details, bulletLength);
      String foot = foot(alert, details, bulletLength);
      core = join(Stream.of(head, foot));
      if (PlainText.utf8Length(core) <= maxBytes) {
        int room = maxBytes - PlainText.utf8Length(core) - BETWEEN_PARTS.length();
        return join(Stream.of(head, PlainText.cutToBytes(below, room), foot));
      }
    }
    return PlainText.cutToBytes(core, maxBytes);
  }

  private String head(Alert alert, AlertDetails details, int bulletLength) {
    return render(
        heads.get(alert.kind()),
        Map.of("bullets", bullets(alert.problems(), details, bulletLength)));
  }

  private String foot(Alert alert, AlertDetails details, int bulletLength) {
    return join(
        Stream.concat(Stream.of(lasted(alert, details, bulletLength)), alert.remarks().stream()));
  }

  private String lasted(Alert alert, AlertDetails details, int bulletLength) {
    List<String> missed = bullets(alert.missed(), details, bulletLength);
    Alert.Span time = alert.span();
    return time == null
        ? render(untold, Map.of("missed", missed))
        : render(
            span,
            Map.of(
                "condition",
                switch (time.condition()) {
                  case DOWN -> "down";
                  case DEGRADED -> "degraded";
                  case UNCHECKED -> "unchecked";
                },
                "from",
                time(time.from()),
                "to",
                time.to() == null ? "" : time(time.to()),
                "lasted",
                time.duration().map(AlertText::words).orElse(""),
                "missed",
                missed));
  }

  private static List<Finding> findings(Alert alert, AlertDetails details) {
    return alert.problems().stream()
        .map(entry -> finding(entry, details))
        .filter(finding -> !finding.isEmpty())
        .distinct()
        .toList();
  }

  private static Finding finding(Problem entry, AlertDetails details) {
    return switch (details) {
      case FULL ->
          new Finding(
              orEmpty(entry.step()),
              saidAlready(entry) ? "" : orEmpty(entry.serverReply()),
              entry.details(),
              orEmpty(entry.advice()));
      case SHORT -> new Finding("", "", List.of(), orEmpty(entry.advice()));
    };
  }

  private String belowTheBullets(Finding finding) {
    return render(
        problem,
        Map.of(
            "step", finding.step(),
            "words", finding.words(),
            "details", finding.details(),
            "advice", finding.advice()));
  }

  private static boolean saidAlready(Problem entry) {
    String reply = entry.serverReply();
    return reply != null && entry.summary().contains(reply);
  }

  private static List<String> bullets(List<Problem> problems, AlertDetails details, int length) {
    return problems.stream()
        .map(problem -> PlainText.line(problem.summary(details), length))
        .toList();
  }

  private static String render(@Nullable Template template, Map<String, Object> data) {
    if (template == null) {
      throw new IllegalStateException("An alert's kind lacks its template");
    }
    return template.render(data).strip();
  }

  private static String join(Stream<String> parts) {
    return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining(BETWEEN_PARTS));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private String time(Instant instant) {
    ZonedDateTime local = instant.atZone(zone);
    return local.format(local.getOffset().getTotalSeconds() == 0 ? TIME_UTC : TIME);
  }

  /// A duration as people say it, its two greatest units.
  ///
  /// @param duration not negative
  /// @return e.g. `45 s`, `23 min`, `2 h 5 min`, `3 d 4 h`
  static String words(Duration duration) {
    if (duration.toMinutes() == 0) {
      return duration.toSeconds() + " s";
    }
    if (duration.toHours() == 0) {
      return duration.toMinutes() + " min";
    }
    if (duration.toDays() == 0) {
      return twoUnits(duration.toHours() + " h", duration.toMinutesPart(), " min");
    }
    return twoUnits(duration.toDays() + " d", duration.toHoursPart(), " h");
  }

  private static String twoUnits(String great, int small, String unit) {
    return small == 0 ? great : great + " " + small + unit;
  }
}
