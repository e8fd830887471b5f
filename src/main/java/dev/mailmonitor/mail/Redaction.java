package dev.mailmonitor.mail;

import dev.mailmonitor.target.Account;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Blots out an account's password wherever it turns up, in clear or as the SASL mechanisms encode
/// it (RFC 4616): a server may echo a command that it did not understand.
final class Redaction {
  private static final String HIDDEN = "(hidden)";

  private final List<String> secrets;

  Redaction(Account account) {
    String password = account.password().reveal();
    String plain = "\0" + account.username() + "\0" + password;
    secrets =
        Stream.of(
                password,
                base64(password),
                base64(plain),
                base64(account.username() + plain),
                password.replace("\\", "\\\\").replace("\"", "\\\""))
            .filter(secret -> !secret.isBlank())
            .distinct()
            // Longest first: an encoding that contains a shorter secret is blotted out whole.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  String apply(String text) {
    String redacted = text;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, HIDDEN);
    }
    return redacted;
  }
}
