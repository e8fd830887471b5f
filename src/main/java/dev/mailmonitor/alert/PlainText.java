package dev.mailmonitor.alert;

import java.nio.charset.StandardCharsets;

/// Text of unknown origin made harmless, and text cut to a size.
public final class PlainText {
  /// What stands where something was left out.
  public static final String ELLIPSIS = "…";

  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private PlainText() {}

  /// One line that cannot change how the text around it is read: line breaks and other white space
  /// become single spaces; control characters, invisible format characters (bidirectional
  /// overrides, zero-width and tag characters) are removed; halves of surrogate pairs, which JSON
  /// cannot carry, become U+FFFD.
  ///
  /// @param text anything, possibly hostile
  /// @param maxCodePoints how long the line may be; what is longer ends in `…`
  /// @return the line, without white space at its ends
  public static String line(String text, int maxCodePoints) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), 2 * maxCodePoints));
    int length = 0;
    boolean gap = false;
    for (int index = 0; index < text.length(); ) {
      int codePoint = text.codePointAt(index);
      index += Character.charCount(codePoint);
      if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
        gap = true;
        continue;
      }
      int type = Character.getType(codePoint);
      if (type == Character.CONTROL
          || (type == Character.FORMAT && codePoint != ZERO_WIDTH_JOINER)) {
        continue;
      }
      int needed = gap && length > 0 ? 2 : 1;
      if (length + needed > maxCodePoints) {
        return endInEllipsis(line, length, maxCodePoints);
      }
      if (needed == 2) {
        line.append(' ');
      }
      gap = false;
      line.appendCodePoint(type == Character.SURROGATE ? 0xFFFD : codePoint);
      length += needed;
    }
    return line.toString();
  }

  private static String endInEllipsis(StringBuilder line, int length, int maxCodePoints) {
    if (length >= maxCodePoints) {
      line.setLength(line.offsetByCodePoints(line.length(), -1));
    }
    return line.toString().stripTrailing() + ELLIPSIS;
  }

  /// The beginning of a text that fits into a number of UTF-8 bytes, never ending within a code
  /// point.
  ///
  /// @param text the text, without halves of surrogate pairs
  /// @param maxBytes how many bytes it may have
  /// @return the text itself if it fits, else its beginning and `…`; empty where not even that fits
  public static String cutToBytes(String text, int maxBytes) {
    if (utf8Length(text) <= maxBytes) {
      return text;
    }
    int room = maxBytes - utf8Length(ELLIPSIS);
    if (room < 0) {
      return "";
    }
    int end = 0;
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      room -= utf8Length(text.substring(end, next));
      if (room < 0) {
        break;
      }
      end = next;
    }
    return text.substring(0, end) + ELLIPSIS;
  }

  /// How many bytes a text has in UTF-8.
  ///
  /// @param text the text
  /// @return its size on the wire
  public static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
