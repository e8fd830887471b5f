package dev.mailmonitor.config;

import dev.mailmonitor.config.Parsed.Bad;
import dev.mailmonitor.config.Parsed.Good;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The syntax of mail addresses as they stand in an SMTP envelope (RFC 5321 section 4.1.2), without
/// quoted local parts. Nothing that ends a header line can pass.
final class MailAddresses {
  private static final String EXPECTED = "a mail address such as monitor@example.com";
  // atext of RFC 5322 section 3.2.3, with dots anywhere: some providers give such addresses out.
  private static final Pattern LOCAL_PART =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}");
  private static final int LONGEST = 254;

  /// Each gets a mail of its own, and a check waits for all of them.
  private static final int MOST = 20;

  private MailAddresses() {}

  /// Addresses separated by commas, each once; none means nobody.
  static Parsed<List<String>> parseList(String text) {
    Set<String> addresses = new LinkedHashSet<>();
    for (String part : text.split(",", -1)) {
      String address = part.strip();
      if (address.isEmpty()) {
        continue;
      }
      if (!(parse(address) instanceof Good<String>(String valid))) {
        return new Bad<>("bare mail addresses such as ops@example.com, separated by commas");
      }
      addresses.add(valid);
    }
    return addresses.size() > MOST
        ? new Bad<>("at most " + MOST + " mail addresses", "Use a mailing list.")
        : new Good<>(List.copyOf(addresses));
  }

  static Parsed<String> parse(String text) {
    if (text.contains("<") || text.contains(">")) {
      return new Bad<>(EXPECTED, "Write the bare address, without a name and angle brackets.");
    }
    int at = text.lastIndexOf('@');
    if (at < 1) {
      return new Bad<>(EXPECTED);
    }
    String localPart = text.substring(0, at);
    if (!LOCAL_PART.matcher(localPart).matches()) {
      return new Bad<>(
          EXPECTED, "What stands before the @ is 1 to 64 ASCII letters, digits and signs.");
    }
    String domain = text.substring(at + 1);
    if (Hosts.isAddressLiteral(domain)) {
      return new Good<>(text);
    }
    return Hosts.parse(domain)
        .fold(
            host ->
                Hosts.isAddress(host) || at + 1 + host.length() > LONGEST
                    ? new Bad<>(EXPECTED)
                    : new Good<>(localPart + "@" + host),
            _ -> new Bad<>(EXPECTED));
  }
}
