package dev.mailmonitor.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The forms in which a secret may slip into a text.
final class SecretForms {
  private SecretForms() {}

  /// What to look for.
  ///
  /// @param secret in clear text
  /// @return what the form is called, to the text that must not occur; each in lower case where its
  ///   case says nothing
  static Map<String, Form> of(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    Map<String, Form> forms = new LinkedHashMap<>();
    put(forms, "in clear", secret, true);
    put(forms, "read as Latin-1", new String(bytes, StandardCharsets.ISO_8859_1), true);
    // RFC 4648; whatever stands before it (a user, a scheme, SASL's NUL), one of three fits.
    for (int before = 0; before < 3; before++) {
      String inner = base64Inside(bytes, before);
      put(forms, "in base64, shifted by " + before, inner, false);
      put(
          forms,
          "in base64 for URLs, shifted by " + before,
          inner.replace('+', '-').replace('/', '_'),
          false);
    }
    put(
        forms,
        "as an IMAP quoted string",
        secret.replace("\\", "\\\\").replace("\"", "\\\""),
        true);
    put(forms, "as a JSON string", json(secret, false), true);
    put(forms, "as an ASCII JSON string", json(secret, true), true);
    put(forms, "in a shell's single quotes", secret.replace("'", "'\\''"), true);
    put(forms, "in a shell's double quotes", secret.replaceAll("([\"\\\\$`])", "\\\\$1"), true);
    String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    put(forms, "encoded for a form", form, true);
    put(forms, "encoded for a URL", form.replace("+", "%20"), true);
    put(forms, "in hexadecimal digits", HexFormat.of().formatHex(bytes), true);
    put(forms, "in spaced hexadecimal digits", HexFormat.ofDelimiter(" ").formatHex(bytes), true);
    return forms;
  }

  /// A form of a secret.
  ///
  /// @param text what it looks like
  /// @param anyCase whether it is one in upper or lower case, too
  record Form(String text, boolean anyCase) {
    boolean occursIn(String where, String whereInLowerCase) {
      return anyCase ? whereInLowerCase.contains(text) : where.contains(text);
    }
  }

  private static void put(Map<String, Form> forms, String name, String text, boolean anyCase) {
    forms.put(name, new Form(anyCase ? text.toLowerCase(Locale.ROOT) : text, anyCase));
  }

  /// The characters that the secret alone decides, whatever stands around it.
  private static String base64Inside(byte[] secret, int before) {
    byte[] shifted = new byte[before + secret.length];
    System.arraycopy(secret, 0, shifted, before, secret.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = (before * 8 + 5) / 6;
    int last = shifted.length * 8 / 6;
    return text.substring(first, last);
  }

  private static String json(String secret, boolean ascii) {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < secret.length(); index++) {
      char unit = secret.charAt(index);
      switch (unit) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> {
          if (unit < ' ' || (ascii && unit > '~')) {
            text.append("\\u%04x".formatted((int) unit));
          } else {
            text.append(unit);
          }
        }
      }
    }
    return text.toString();
  }
}
