package dev.mailmonitor.mail;

import dev.mailmonitor.target.Account;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Blots out an account's password wherever it turns up, in clear or as the SASL mechanisms encode
/// it (RFC 4616): a server may echo a command that it did not understand.
///
/// A text is searched as it came and as people will see it: a password with a tab in it is no less
/// readable when the tab has become a space.
final class Redaction {
  private static final String HIDDEN = "(hidden)";

  private final List<String> secrets;
  private final List<String> seen;

  Redaction(Account account) {
    String password = account.password().reveal();
    String plain = "\0" + account.username() + "\0" + password;
    List<String> forms =
        List.of(
            password,
            base64(password),
            base64(plain),
            base64(account.username() + plain),
            password.replace("\\", "\\\\").replace("\"", "\\\""));
    // A line loses the white space at its ends; one with foreign octets stays as Latin-1.
    secrets =
        searched(
            forms.stream().flatMap(form -> Stream.of(form, form.strip(), octets(form))).toList());
    seen = searched(secrets.stream().map(ServerReply::visible).toList());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// Longest first: an encoding that contains a shorter secret is blotted out whole.
  private static List<String> searched(List<String> forms) {
    return forms.stream()
        .filter(form -> !form.isBlank())
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /// What a text may show.
  ///
  /// @param text anything a server said, uncut
  /// @return the text fit to be shown, without secrets, uncut
  String apply(String text) {
    return without(seen, ServerReply.visible(without(secrets, text)));
  }

  private static String without(List<String> hidden, String text) {
    String redacted = text;
    for (String secret : hidden) {
      redacted = redacted.replace(secret, HIDDEN);
    }
    return redacted;
  }
}
