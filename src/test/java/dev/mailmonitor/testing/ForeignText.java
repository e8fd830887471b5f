package dev.mailmonitor.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Inputs that once broke something, or look as if they could, kept as rows that people can read:
/// `foreign/NAME.txt`, one input a row; empty rows and rows that begin with `#` say what follows.
///
/// `\r`, `\n`, `\t` and `\\` mean what they mean in Java, `\xHH` is one octet, `\U{HHHH}` a UTF-16
/// unit, and `\*1000{text}` repeats a text, which has no braces in it.
public final class ForeignText {
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:([rnt\\\\])|x([0-9a-fA-F]{2})|U\\{([0-9a-fA-F]{1,4})}|\\*([0-9]+)\\{([^}]*)})");

  private ForeignText() {}

  /// The inputs of a file.
  ///
  /// @param name its name without folder and ending
  /// @return at least one text
  public static List<String> rows(String name) {
    String resource = "/foreign/" + name + ".txt";
    try (InputStream stream =
        Objects.requireNonNull(ForeignText.class.getResourceAsStream(resource), resource)) {
      List<String> rows =
          new String(stream.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(row -> !row.isEmpty() && !row.startsWith("#"))
              .map(ForeignText::unescape)
              .toList();
      if (rows.isEmpty()) {
        throw new IllegalStateException(resource + " has no rows");
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /// The octets of an input: its characters where all of them are octets, else its UTF-8.
  ///
  /// @param text a row
  /// @return what a server would send
  public static byte[] octets(String text) {
    boolean octets = text.chars().allMatch(unit -> unit <= 0xff);
    return text.getBytes(octets ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  private static String unescape(String row) {
    Matcher escapes = ESCAPE.matcher(row);
    StringBuilder text = new StringBuilder();
    int end = 0;
    while (escapes.find()) {
      text.append(row, end, escapes.start());
      end = escapes.end();
      if (escapes.group(1) != null) {
        text.append(escapes.group().translateEscapes());
      } else if (escapes.group(4) != null) {
        text.append(unescape(escapes.group(5)).repeat(Integer.parseInt(escapes.group(4))));
      } else {
        String unit = escapes.group(2) != null ? escapes.group(2) : escapes.group(3);
        text.append((char) Integer.parseInt(unit, 16));
      }
    }
    return text.append(row.substring(end)).toString();
  }
}
