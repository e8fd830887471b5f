package dev.mailmonitor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That a jar's bytes follow from what is in it.
class CanonicalJarTest {
  private static final Instant TIME = Instant.parse("2026-11-22T00:00:00Z");

  @TempDir Path directory;

  private Path jar(String file, int compression, long time, String... names) throws IOException {
    Path jar = directory.resolve(file);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(compression);
      for (String name : names) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(time);
        out.putNextEntry(entry);
        if (!entry.isDirectory()) {
          out.write("contents of %s".formatted(name).repeat(20).getBytes(StandardCharsets.UTF_8));
        }
        out.closeEntry();
      }
    }
    return jar;
  }

  @Test
  void jars_with_the_same_contents_get_the_same_bytes() throws Exception {
    // Given
    Path one = jar("1.jar", 9, 1_000_000_000_000L, "b/", "b/B.class", "META-INF/MANIFEST.MF", "A");
    Path two = jar("2.jar", 0, 1_500_000_000_000L, "A", "META-INF/MANIFEST.MF", "b/B.class", "b/");
    TimeZone here = TimeZone.getDefault();

    // When
    CanonicalJar.rewrite(one, TIME);
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      CanonicalJar.rewrite(two, TIME);
    } finally {
      TimeZone.setDefault(here);
    }

    // Then
    assertThat(one).hasSameBinaryContentAs(two);
  }

  @Test
  void all_contents_stay_and_the_manifest_comes_first() throws Exception {
    // Given
    Path jar =
        jar("3.jar", 9, 0, "A", "META-INF/services/S", "META-INF/", "META-INF/MANIFEST.MF", "b/B");

    // When
    CanonicalJar.rewrite(jar, TIME);

    // Then
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .containsExactly("META-INF/", "META-INF/MANIFEST.MF", "A", "META-INF/services/S", "b/B");
      assertThat(zip.getInputStream(zip.getEntry("b/B")).readAllBytes())
          .isEqualTo("contents of b/B".repeat(20).getBytes(StandardCharsets.UTF_8));
    }
  }
}
