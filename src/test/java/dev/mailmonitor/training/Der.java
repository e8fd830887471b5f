package dev.mailmonitor.training;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/// Writes DER (X.690), as much of it as a certificate needs.
final class Der {
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  static final byte[] TRUE = tagged(0x01, new byte[] {(byte) 0xff});

  private Der() {}

  /// An element whose content is the given elements, one after the other.
  static byte[] tagged(int tag, byte[]... elements) {
    byte[] content = joined(elements);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int skip = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - skip));
      out.write(length, skip, length.length - skip);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... elements) {
    return tagged(0x30, elements);
  }

  static byte[] set(byte[]... elements) {
    return tagged(0x31, elements);
  }

  static byte[] octets(byte[] content) {
    return tagged(0x04, content);
  }

  /// A bit string without unused bits.
  static byte[] bits(byte[] content) {
    return tagged(0x03, new byte[] {0}, content);
  }

  static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  static byte[] utf8(String text) {
    return tagged(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(Instant time) {
    return tagged(0x18, GENERALIZED_TIME.format(time).getBytes(StandardCharsets.US_ASCII));
  }

  /// An object identifier.
  ///
  /// @param encoded its content in hexadecimal digits
  static byte[] identifier(String encoded) {
    return tagged(0x06, HexFormat.of().parseHex(encoded));
  }

  private static byte[] joined(byte[]... elements) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] element : elements) {
      out.writeBytes(element);
    }
    return out.toByteArray();
  }
}
