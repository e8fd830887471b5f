package dev.mailmonitor.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// A jar whose bytes follow from its entries' names and contents alone: the entries are sorted and
/// stored uncompressed (libraries compress differently, and the archive that is released compresses
/// anyway), all with one time.
final class CanonicalJar {
  private static final String MANIFEST_DIRECTORY = "META-INF/";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /// `JarInputStream` finds a manifest only at the beginning.
  private static final Comparator<String> ORDER =
      Comparator.comparing((String name) -> !name.equals(MANIFEST_DIRECTORY))
          .thenComparing(name -> !name.equals(MANIFEST))
          .thenComparing(Comparator.naturalOrder());

  private CanonicalJar() {}

  /// Rewrites a jar in place.
  ///
  /// @param jar the jar
  /// @param time the time of all its entries; archives keep it without a zone, to two seconds
  static void rewrite(Path jar, Instant time) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(bytes)) {
      // Quarkus writes some directories twice.
      List<String> names = from.stream().map(ZipEntry::getName).distinct().sorted(ORDER).toList();
      for (String name : names) {
        byte[] content;
        try (InputStream in = from.getInputStream(from.getEntry(name))) {
          content = in.readAllBytes();
        }
        to.putNextEntry(entry(name, content, time));
        to.write(content);
        to.closeEntry();
      }
    }
    Files.write(jar, bytes.toByteArray());
  }

  private static ZipEntry entry(String name, byte[] content, Instant time) {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    return entry;
  }
}
