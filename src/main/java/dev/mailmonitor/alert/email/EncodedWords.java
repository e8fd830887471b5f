package dev.mailmonitor.alert.email;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// Header fields in encoded words (RFC 2047). The mailer's own encoding takes characters outside
/// the basic plane, an emoji for example, for two each and sends question marks.
final class EncodedWords {
  /// An encoded word has at most 75 characters (RFC 2047 section 2), 12 of them around the text.
  private static final int MOST_OCTETS = (75 - 12) / 4 * 3;

  private EncodedWords() {}

  /// A text as the value of a header field, folded.
  ///
  /// @param text one line
  /// @return the text itself if it is plain ASCII, else words that stand for it
  static String of(String text) {
    if (text.chars().allMatch(character -> character >= 0x20 && character < 0x7f)) {
      return text;
    }
    return chunks(text).stream()
        .map(chunk ->
            "=?UTF-8?B?"
                + Base64.getEncoder().encodeToString(chunk.getBytes(StandardCharsets.UTF_8))
                + "?=")
        .collect(Collectors.joining("\r\n "));
  }

  /// No word ends within a character (RFC 2047 section 5).
  private static List<String> chunks(String text) {
    List<String> chunks = new ArrayList<>();
    StringBuilder chunk = new StringBuilder();
    int octets = 0;
    for (int codePoint : text.codePoints().toArray()) {
      String character = Character.toString(codePoint);
      int more = character.getBytes(StandardCharsets.UTF_8).length;
      if (octets + more > MOST_OCTETS) {
        chunks.add(chunk.toString());
        chunk.setLength(0);
        octets = 0;
      }
      chunk.append(character);
      octets += more;
    }
    chunks.add(chunk.toString());
    return chunks;
  }
}
