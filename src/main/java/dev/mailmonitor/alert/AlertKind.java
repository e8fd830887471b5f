package dev.mailmonitor.alert;

import java.util.Locale;
import java.util.Set;

/// What an alert is about.
public enum AlertKind {
  /// The target's mail does not work any more.
  DOWN("🚨 Mail Server Alert", true),
  /// It still does not work.
  REMINDER("🚨 Mail Server Alert", true),
  /// It works, with warnings.
  DEGRADED("⚠️ Mail Server Degraded", false),
  /// It works again.
  RECOVERED("✅ Mail Server Recovered", false),
  /// It works again, with warnings.
  RECOVERED_WITH_WARNINGS("✅ Mail Server Recovered", false),
  /// The monitor itself cannot do its work.
  MONITOR_BROKEN("🚨 Mail Monitor cannot check", true),
  /// Nothing happened; somebody tries out whether alerts arrive.
  TEST("Mail Monitor Test", false);

  private final String title;
  private final boolean failure;

  AlertKind(String title, boolean failure) {
    this.title = title;
    this.failure = failure;
  }

  /// The title of its messages, without the target's name.
  public String title() {
    return title;
  }

  /// Whether it calls somebody to work, so that it has the priority of a failure.
  public boolean isFailure() {
    return failure;
  }

  /// The tags that a notification service would show as the emoji which the title already has.
  public Set<String> emojiTags() {
    return switch (this) {
      case DOWN, REMINDER, MONITOR_BROKEN -> Set.of("rotating_light", "🚨");
      case DEGRADED -> Set.of("warning", "⚠️", "⚠");
      case RECOVERED, RECOVERED_WITH_WARNINGS -> Set.of("white_check_mark", "✅");
      case TEST -> Set.of();
    };
  }

  /// The kind as programs read it: lower case, words joined by `_`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
