package dev.mailmonitor.config;

import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.target.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The proxy that the environment asks for, by the rules that most programs share: `HTTPS_PROXY`
/// for `https`, `HTTP_PROXY` for `http` (or in small letters), exceptions in `NO_PROXY`, never for
/// this machine itself.
final class ProxySettings {
  private ProxySettings() {}

  /// The proxy on the way to a server, or null for none.
  static @Nullable Proxy on(URI server, Sources sources, Problems problems) {
    boolean tls = "https".equals(server.getScheme());
    String host = host(server);
    int port = server.getPort() > 0 ? server.getPort() : tls ? 443 : 80;
    if (Hosts.isLoopback(host)) {
      return null;
    }
    for (String name :
        tls ? List.of("HTTPS_PROXY", "https_proxy") : List.of("HTTP_PROXY", "http_proxy")) {
      String value = sources.variable(name);
      if (value != null) {
        return isExcepted(host, port, exceptions(sources)) ? null : parse(name, value, problems);
      }
    }
    return null;
  }

  /// The host of a server, an IPv6 address without brackets.
  static String host(URI server) {
    String host = String.valueOf(server.getHost());
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// Whether one of the exceptions covers a server: `*`, a domain with all below it, an address, a
  /// network in CIDR notation; the first two with or without a port.
  static boolean isExcepted(String host, int port, String exceptions) {
    for (String exception : exceptions.split("[,\\s]+", -1)) {
      if (!exception.isEmpty() && covers(exception.toLowerCase(Locale.ROOT), host, port)) {
        return true;
      }
    }
    return false;
  }

  private static String exceptions(Sources sources) {
    String upper = sources.variable("NO_PROXY");
    String lower = sources.variable("no_proxy");
    return upper != null ? upper : lower != null ? lower : "";
  }

  private static boolean covers(String exception, String host, int port) {
    if (exception.equals("*")) {
      return true;
    }
    int slash = exception.indexOf('/');
    if (slash > 0) {
      return contains(exception.substring(0, slash), exception.substring(slash + 1), host);
    }
    String pattern = exception;
    int colon = pattern.lastIndexOf(':');
    boolean withPort = pattern.matches("\\[.*]:[0-9]{1,5}") || pattern.matches("[^:]*:[0-9]{1,5}");
    if (withPort) {
      if (Integer.parseInt(pattern.substring(colon + 1)) != port) {
        return false;
      }
      pattern = pattern.substring(0, colon);
    }
    pattern = pattern.replaceAll("^\\[|]$", "");
    if (Hosts.isAddress(pattern) || Hosts.isAddress(host)) {
      byte[] left = address(pattern);
      byte[] right = address(host);
      return left != null && right != null && Arrays.equals(left, right);
    }
    String domain = withoutLastDot(pattern.replaceFirst("^\\*?\\.", ""));
    String name = withoutLastDot(host.toLowerCase(Locale.ROOT));
    return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
  }

  private static boolean contains(String network, String length, String host) {
    byte[] base = address(network);
    byte[] address = address(host);
    if (base == null
        || address == null
        || base.length != address.length
        || !length.matches("[0-9]{1,3}")
        || Integer.parseInt(length) > base.length * 8) {
      return false;
    }
    int bits = Integer.parseInt(length);
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((base[bit / 8] & mask) != (address[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static byte @Nullable [] address(String text) {
    if (!Hosts.isAddress(text)) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String withoutLastDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /// The value is never shown: it may hold a password.
  private static @Nullable Proxy parse(String name, String value, Problems problems) {
    String text = value.contains("://") ? value : "http://" + value;
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      int port = uri.getPort() < 0 ? 80 : uri.getPort();
      if (scheme.equals("http") && uri.getHost() != null && port >= 1 && port <= 65535) {
        return new Proxy(host(uri), port, login(uri.getRawUserInfo()));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Told below.
    }
    problems.warning(
        name
            + " is not the URL of an HTTP proxy such as http://proxy.example.com:3128; it is"
            + " ignored, and no proxy is used.");
    return null;
  }

  private static Proxy.@Nullable Login login(@Nullable String userInfo) {
    if (userInfo == null) {
      return null;
    }
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    String password = colon < 0 ? "" : userInfo.substring(colon + 1);
    return new Proxy.Login(decoded(user), Secret.of(decoded(password)));
  }

  /// Percent-decodes; unlike in forms, a `+` is a plus sign in a URL's user information.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
