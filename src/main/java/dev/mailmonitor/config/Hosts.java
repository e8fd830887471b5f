package dev.mailmonitor.config;

import dev.mailmonitor.config.Parsed.Bad;
import dev.mailmonitor.config.Parsed.Good;
import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/// The syntax of host names and addresses. Nothing is looked up.
final class Hosts {
  private static final String EXPECTED = "a host name or an IP address";

  // Underscores are not allowed in host names (RFC 1123), yet container networks use them.
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
              + "(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\\.?");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]+");
  private static final Pattern WITH_PORT = Pattern.compile("[^:]+:\\d+|\\[.*]:\\d+");
  private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_.-]+");

  private Hosts() {}

  /// A host name (one with other letters in its ASCII form, RFC 5891), an IPv4 or an IPv6 address.
  static Parsed<String> parse(String text) {
    if (text.isEmpty()) {
      return new Bad<>(EXPECTED);
    }
    if (text.contains("://")) {
      return new Bad<>(EXPECTED, "Write it without a scheme such as https:// and without a path.");
    }
    if (text.codePoints().anyMatch(p -> Character.isWhitespace(p) || Shown.isInvisible(p))) {
      return new Bad<>(EXPECTED, "It must not contain spaces or control characters.");
    }
    if (text.contains("@")) {
      return new Bad<>(EXPECTED, "Write only what stands behind the @.");
    }
    if (WITH_PORT.matcher(text).matches()) {
      return new Bad<>(EXPECTED, "The port is a setting of its own, such as smtp_port.");
    }
    if (text.startsWith("[")) {
      return new Bad<>(EXPECTED, "Write an IPv6 address without brackets.");
    }
    if (text.contains(":")) {
      return isIpv6(text) ? new Good<>(text) : new Bad<>(EXPECTED);
    }
    if (DIGITS_AND_DOTS.matcher(text).matches()) {
      return IPV4.matcher(text).matches() ? new Good<>(text) : new Bad<>(EXPECTED);
    }
    return name(text);
  }

  /// What EHLO may say (RFC 5321 section 4.1.3): a host name or an address in brackets.
  static Parsed<String> parseEhlo(String text) {
    String expected = "a host name or an address in brackets such as [192.0.2.1]";
    if (text.startsWith("[") && text.endsWith("]")) {
      return isAddressLiteral(text) ? new Good<>(text) : new Bad<>(expected);
    }
    return parse(text)
        .fold(
            host ->
                isAddress(host)
                    ? new Bad<>(expected, "Write an address in brackets, an IPv6 one as [IPv6:…].")
                    : new Good<>(host),
            bad -> new Bad<>(expected, bad.advice()));
  }

  /// Whether a text is `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
  static boolean isAddressLiteral(String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      return false;
    }
    String inner = text.substring(1, text.length() - 1);
    boolean six = inner.regionMatches(true, 0, "IPv6:", 0, 5);
    return six ? isIpv6(inner.substring(5)) : IPV4.matcher(inner).matches();
  }

  /// Whether a host is an address rather than a name.
  static boolean isAddress(String host) {
    return host.contains(":") || IPV4.matcher(host).matches();
  }

  /// Whether two hosts are the same one, as far as that can be known without looking them up.
  static boolean isSame(String one, String other) {
    if (isLoopback(one) || isLoopback(other)) {
      return isLoopback(one) && isLoopback(other);
    }
    if (isAddress(one) && isAddress(other)) {
      return InetAddress.ofLiteral(withoutZone(one))
          .equals(InetAddress.ofLiteral(withoutZone(other)));
    }
    return withoutLastDot(one).equalsIgnoreCase(withoutLastDot(other));
  }

  /// Whether a host can only be this machine.
  static boolean isLoopback(String host) {
    String plain = withoutLastDot(host);
    if (isAddress(plain)) {
      return InetAddress.ofLiteral(withoutZone(plain)).isLoopbackAddress();
    }
    String lower = plain.toLowerCase(Locale.ROOT);
    return lower.equals("localhost") || lower.endsWith(".localhost");
  }

  private static Parsed<String> name(String text) {
    String ascii = text;
    if (text.chars().anyMatch(c -> c > 127)) {
      try {
        ascii = IDN.toASCII(text);
      } catch (IllegalArgumentException e) {
        return new Bad<>(EXPECTED, "Its letters cannot stand in a host name.");
      }
    }
    return NAME.matcher(ascii).matches() ? new Good<>(ascii) : new Bad<>(EXPECTED);
  }

  private static boolean isIpv6(String text) {
    int percent = text.indexOf('%');
    String address = withoutZone(text);
    if (!IPV6_CHARACTERS.matcher(address).matches()
        || (percent >= 0 && !ZONE.matcher(text.substring(percent + 1)).matches())) {
      return false;
    }
    try {
      InetAddress.ofLiteral(address);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String withoutLastDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static String withoutZone(String address) {
    int percent = address.indexOf('%');
    return percent < 0 ? address : address.substring(0, percent);
  }
}
