package dev.mailmonitor.faults;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The texts of the table. `{smtp}` and `{imap}` are a server's address and port; what stands in
/// `⟨…⟩` is an example of something that differs from run to run.
final class Wording {
  private static final Pattern SPECIAL = Pattern.compile("⟨([^⟩]*)⟩|\\{(smtp|imap)}");
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");

  private Wording() {}

  /// A text as a pattern for what is printed.
  ///
  /// @param text the text of the table
  /// @param smtp the SMTP server's address and port
  /// @param imap the IMAP server's address and port
  static Pattern pattern(String text, String smtp, String imap) {
    StringBuilder regex = new StringBuilder();
    Matcher special = SPECIAL.matcher(text);
    int end = 0;
    while (special.find()) {
      regex.append(Pattern.quote(text.substring(end, special.start())));
      if (special.group(2) != null) {
        regex.append(Pattern.quote(special.group(2).equals("smtp") ? smtp : imap));
      } else {
        boolean number = NUMBER.matcher(special.group(1)).matches();
        regex.append(number ? "\\d+(\\.\\d+)?" : ".+?");
      }
      end = special.end();
    }
    return Pattern.compile(regex.append(Pattern.quote(text.substring(end))).toString());
  }

  /// A text as it is shown to people.
  static String example(String text) {
    return text.replace("{smtp}", "mail.example.com:587")
        .replace("{imap}", "mail.example.com:993")
        .replaceAll("⟨([^⟩]*)⟩", "$1");
  }
}
