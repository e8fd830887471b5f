package dev.mailmonitor.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// What strangers may send, for properties.
public final class Foreign {
  private static final String ODD_CHARACTERS =
      "\0\u0007\b\t\n\u000b\r\u001b \u007f\u0085\u00a0\u00ad\u200b\u200d\u2028\u2029\u202e\ufeff\ufffd"
          + "äß漢\ud83d\ude00\ud800\udc00\"'\\{}[]()<>:;,.*+-=%/@#&";

  private Foreign() {}

  /// Texts with everything that may be hard in them, halves of surrogate pairs too.
  public static Arbitrary<String> texts(int longest) {
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.strings().ascii().ofMaxLength(12)),
            net.jqwik.api.Tuple.of(
                3, Arbitraries.of(ODD_CHARACTERS.chars().mapToObj(Foreign::unit).toList())),
            net.jqwik.api.Tuple.of(1, Arbitraries.strings().ofMaxLength(8)))
        .list()
        .ofMaxSize(Math.max(1, longest / 6))
        .map(parts -> String.join("", parts));
  }

  /// Octets, most of them made of pieces that the protocol knows.
  ///
  /// @param pieces what the protocol knows
  /// @param most how many pieces at most
  public static Arbitrary<byte[]> octets(int most, String... pieces) {
    Arbitrary<byte[]> known =
        Arbitraries.of(List.of(pieces)).map(piece -> piece.getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(6);
    Arbitrary<byte[]> words = texts(24).map(text -> text.getBytes(StandardCharsets.UTF_8));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, known),
            net.jqwik.api.Tuple.of(1, anything),
            net.jqwik.api.Tuple.of(1, words))
        .list()
        .ofMaxSize(most)
        .map(Foreign::joined);
  }

  /// Whether a text can be written in UTF-8: no half of a surrogate pair.
  public static boolean isValid(String text) {
    return text.codePoints().noneMatch(point -> point >= 0xd800 && point <= 0xdfff);
  }

  private static String unit(int unit) {
    return String.valueOf((char) unit);
  }

  private static byte[] joined(List<byte[]> parts) {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
