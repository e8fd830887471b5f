package dev.mailmonitor.tls;

import java.io.ByteArrayInputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A PEM file of many certificates (RFC 7468), of which few are needed: it finds those with a
/// subject without making sense of the others.
final class PemBundle {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  /// DER (X.690) of what stands before the subject (RFC 5280 section 4.1).
  private static final int SEQUENCE = 0x30;

  private static final int VERSION = 0xa0;

  private final byte[] bytes;
  private final String text;
  private @Nullable Map<ByteBuffer, List<byte[]>> index;

  /// Takes a file as it is.
  ///
  /// @param bytes what the file holds
  PemBundle(byte[] bytes) {
    this.bytes = bytes;
    this.text = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// Whether it is what bundles are, by its first certificate.
  boolean isUsual() {
    int begin = text.indexOf(BEGIN);
    int end = begin < 0 ? -1 : text.indexOf(END, begin);
    return end >= 0 && subject(decoded(begin + BEGIN.length(), end)) != null;
  }

  /// The certificates with a subject. The first question costs a look through the file.
  ///
  /// @param subject its DER form
  /// @return those whose subject has these very bytes, as far as they can be read
  List<X509Certificate> of(byte[] subject) {
    List<X509Certificate> found = new ArrayList<>();
    for (byte[] certificate : index().getOrDefault(ByteBuffer.wrap(subject), List.of())) {
      try {
        found.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate)));
      } catch (CertificateException unreadable) {
        // As if it were not there.
      }
    }
    return found;
  }

  private synchronized Map<ByteBuffer, List<byte[]>> index() {
    if (index == null) {
      Map<ByteBuffer, List<byte[]>> bySubject = new HashMap<>();
      int begin = text.indexOf(BEGIN);
      while (begin >= 0) {
        int end = text.indexOf(END, begin);
        if (end < 0) {
          break;
        }
        byte[] certificate = decoded(begin + BEGIN.length(), end);
        ByteBuffer subject = subject(certificate);
        if (subject != null) {
          bySubject.computeIfAbsent(subject, _ -> new ArrayList<>()).add(certificate);
        }
        begin = text.indexOf(BEGIN, end);
      }
      index = bySubject;
    }
    return index;
  }

  /// What stands there, or nothing if it is not base64: whoever needs all of the file is told.
  private byte[] decoded(int from, int to) {
    byte[] encoded = new byte[to - from];
    int length = 0;
    for (int index = from; index < to; index++) {
      if (bytes[index] > ' ') {
        encoded[length++] = bytes[index];
      }
    }
    try {
      return Base64.getDecoder().decode(ByteBuffer.wrap(encoded, 0, length)).array();
    } catch (IllegalArgumentException noBase64) {
      return new byte[0];
    }
  }

  /// A certificate's subject, or null if it is not where it should be.
  private static @Nullable ByteBuffer subject(byte[] certificate) {
    ByteBuffer rest = ByteBuffer.wrap(certificate);
    try {
      enter(rest);
      enter(rest);
      if ((rest.get(rest.position()) & 0xff) == VERSION) {
        skip(rest);
      }
      // Serial number, signature algorithm, issuer, validity.
      for (int field = 0; field < 4; field++) {
        skip(rest);
      }
      int start = rest.position();
      skip(rest);
      return rest.slice(start, rest.position() - start);
    } catch (IndexOutOfBoundsException
        | BufferUnderflowException
        | IllegalArgumentException malformed) {
      return null;
    }
  }

  private static void enter(ByteBuffer rest) {
    if ((rest.get() & 0xff) != SEQUENCE) {
      throw new IllegalArgumentException("no sequence");
    }
    length(rest);
  }

  private static void skip(ByteBuffer rest) {
    rest.get();
    int length = length(rest);
    rest.position(rest.position() + length);
  }

  private static int length(ByteBuffer rest) {
    int first = rest.get() & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int octet = first & 0x7f; octet > 0; octet--) {
      length = (length << 8) | (rest.get() & 0xff);
      if (length > rest.limit()) {
        throw new IllegalArgumentException("longer than all");
      }
    }
    return length;
  }
}
