package dev.mailmonitor.mail;

import dev.mailmonitor.target.Redaction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/// What was said in one session, kept as it was said and shown without secrets.
final class SessionLog {
  private static final int MOST_LINES = 400;

  /// Longer lines are shortened at once.
  private static final int LONG_LINE = 16 * 1024;

  private final Service service;
  private final Redaction redaction;
  private final long startedAt = System.nanoTime();
  private final Deque<Said> lines = new ArrayDeque<>();

  SessionLog(Service service, Redaction redaction) {
    this.service = service;
    this.redaction = redaction;
  }

  /// A line as it was said, secrets included.
  private record Said(long at, boolean fromServer, String text) {
    @Override
    public String toString() {
      return fromServer ? "server" : "client";
    }
  }

  void add(boolean fromServer, String text) {
    if (lines.size() == MOST_LINES) {
      // The beginning tells most (greeting, capabilities, login), the end tells the rest.
      Said[] kept = lines.toArray(Said[]::new);
      lines.clear();
      for (int index = 0; index < kept.length; index++) {
        if (index < MOST_LINES / 4 || index > MOST_LINES / 2) {
          lines.add(kept[index]);
        }
      }
    }
    String decoded = ServerReply.decode(text);
    boolean isLong = decoded.length() > LONG_LINE;
    lines.add(
        new Said(
            System.nanoTime(),
            fromServer,
            isLong ? ServerReply.clean(redaction.apply(decoded)) : decoded));
  }

  /// Lines that the server said at a stretch are looked through together: it may break a secret
  /// over the lines of a reply.
  Transcript transcript() {
    List<Transcript.Line> shown = new ArrayList<>();
    List<Said> stretch = new ArrayList<>();
    for (Said line : lines) {
      if (!line.fromServer() || (!stretch.isEmpty() && !stretch.getFirst().fromServer())) {
        show(stretch, shown);
        stretch.clear();
      }
      stretch.add(line);
    }
    show(stretch, shown);
    return new Transcript(shown);
  }

  private void show(List<Said> stretch, List<Transcript.Line> shown) {
    String together = stretch.stream().map(Said::text).collect(Collectors.joining("\n"));
    String[] texts = redaction.apply(together).split("\n", -1);
    for (int index = 0; index < stretch.size(); index++) {
      Said line = stretch.get(index);
      shown.add(
          new Transcript.Line(
              line.at(),
              Duration.ofNanos(line.at() - startedAt),
              service,
              line.fromServer(),
              ServerReply.clean(texts[index])));
    }
  }

  /// A text of the server without secrets.
  ///
  /// @param text what the server said, or a part of it, which may be the end of a secret that the
  ///   lines before it began
  String withoutSecrets(String text) {
    List<Said> stretch = new ArrayList<>();
    List<Said> whole = List.of();
    for (Said line : lines) {
      if (!line.fromServer()) {
        stretch.clear();
        continue;
      }
      stretch.add(line);
      if (line.text().endsWith(text)) {
        whole = List.copyOf(stretch);
      }
    }
    if (whole.isEmpty()) {
      return redaction.apply(text);
    }
    String before =
        whole.getLast().text().substring(0, whole.getLast().text().length() - text.length());
    String together = whole.stream().map(Said::text).collect(Collectors.joining("\n"));
    String[] redacted = redaction.apply(together).split("\n", -1);
    String last = redacted[redacted.length - 1];
    return last.startsWith(before) ? last.substring(before.length()) : redaction.apply(text);
  }
}
