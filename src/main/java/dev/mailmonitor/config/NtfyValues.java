package dev.mailmonitor.config;

import dev.mailmonitor.config.Parsed.Bad;
import dev.mailmonitor.config.Parsed.Good;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The syntax of ntfy's settings, as its server accepts them.
final class NtfyValues {
  private static final Pattern TOPIC = Pattern.compile("[-_A-Za-z0-9]{0,64}");
  private static final List<String> PRIORITIES = List.of("min", "low", "default", "high", "max");
  private static final String SERVER = "an http or https URL such as https://ntfy.sh";
  private static final int TAG_BYTES = 512;

  private NtfyValues() {}

  /// Empty means no notifications.
  static Parsed<String> topic(String text) {
    return TOPIC.matcher(text).matches()
        ? new Good<>(text)
        : new Bad<>(
            "1 to 64 letters, digits, - or _",
            text.contains("/") ? "The server is a setting of its own: ntfy_server." : "");
  }

  static Parsed<URI> server(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return new Bad<>(SERVER);
    }
    String scheme = uri.getScheme();
    if (scheme == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
      return new Bad<>(SERVER, "It must begin with https:// (or http://).");
    }
    if (uri.getRawUserInfo() != null || text.contains("@")) {
      return new Bad<>(SERVER, "User and password are settings: ntfy_username, ntfy_password.");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
      return new Bad<>(SERVER);
    }
    String path = uri.getRawPath();
    boolean root = path == null || path.isEmpty() || path.equals("/");
    if (!root || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return new Bad<>(
          SERVER, "Write the server's root only, without a path; the topic is ntfy_topic.");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new Good<>(URI.create(scheme.toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port));
  }

  /// HTTP's basic authentication ends the user name at the first colon (RFC 7617 section 2).
  static Parsed<String> username(String text) {
    boolean bad =
        text.isBlank() || text.contains(":") || text.codePoints().anyMatch(Shown::isInvisible);
    return bad ? new Bad<>("a user name without colons and control characters") : new Good<>(text);
  }

  static Parsed<Integer> priority(String text) {
    int named = PRIORITIES.indexOf(text.toLowerCase(Locale.ROOT));
    if (named >= 0) {
      return new Good<>(named + 1);
    }
    return text.length() == 1 && "12345".contains(text)
        ? new Good<>(Integer.parseInt(text))
        : new Bad<>("min, low, default, high, max or a number from 1 to 5");
  }

  static String priorityName(int priority) {
    return PRIORITIES.get(priority - 1);
  }

  static Parsed<List<String>> tags(String text) {
    List<String> tags = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String tag = part.strip();
      if (tag.codePoints().anyMatch(Shown::isInvisible)) {
        return new Bad<>("tags without control characters");
      }
      if (!tag.isEmpty()) {
        tags.add(tag);
      }
    }
    int bytes = String.join(",", tags).getBytes(StandardCharsets.UTF_8).length;
    return bytes > TAG_BYTES
        ? new Bad<>("tags of at most " + TAG_BYTES + " bytes together")
        : new Good<>(List.copyOf(tags));
  }
}
