package dev.mailmonitor.config;

/// Values of the configuration as messages may show them.
final class Shown {
  private static final String HIDDEN = "(hidden)";
  private static final int LONGEST = 80;
  private static final String NUMBER = "[0-9.eE+-]{1,40}";

  private Shown() {}

  /// A value that was given for a setting.
  static String value(Setting<?> setting, String text) {
    if (setting.isSecret()) {
      return HIDDEN;
    }
    boolean number = setting.type().shape() != SettingType.Shape.TEXT && text.matches(NUMBER);
    return number ? text : text(withoutLogin(setting, text));
  }

  /// A text in quotes, its control characters escaped and its length limited; a URL without its
  /// login.
  static String text(String given) {
    String text = withoutLogin(given);
    StringBuilder shown = new StringBuilder("\"");
    text.codePoints()
        .limit(LONGEST)
        .forEach(point -> {
          if (point == '"' || point == '\\') {
            shown.append('\\').appendCodePoint(point);
          } else if (isInvisible(point)) {
            shown.append("\\u%04x".formatted(point));
          } else {
            shown.appendCodePoint(point);
          }
        });
    return shown.append(text.codePointCount(0, text.length()) > LONGEST ? "…\"" : "\"").toString();
  }

  /// Whether a character would break or forge a line of output.
  static boolean isInvisible(int point) {
    return Character.isISOControl(point)
        || switch (Character.getType(point)) {
          case Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE ->
              true;
          default -> false;
        };
  }

  /// People paste `https://user:password@host` where something else is asked for.
  static String withoutLogin(String text) {
    int scheme = text.indexOf("://");
    int at = text.lastIndexOf('@');
    return scheme >= 0 && scheme < at
        ? text.substring(0, scheme + 3) + HIDDEN + text.substring(at)
        : text;
  }

  /// They also paste `https://host/topic?auth=token` where a host, a server or a topic is asked
  /// for, and `user:password` where a user name is.
  private static String withoutLogin(Setting<?> setting, String text) {
    if (setting.type() == SettingType.NTFY_USERNAME && text.contains(":")) {
      return text.substring(0, text.indexOf(':') + 1) + HIDDEN;
    }
    boolean url = text.contains("://");
    boolean aboutHost = setting.type() == SettingType.HOST || setting.type() == SettingType.SERVER;
    if (!aboutHost && !url) {
      return text;
    }
    int at = text.lastIndexOf('@');
    int query = text.indexOf('?', at + 1);
    String shown = query < 0 ? text : text.substring(0, query + 1) + HIDDEN;
    return at < 0 || url ? withoutLogin(shown) : HIDDEN + shown.substring(at);
  }
}
