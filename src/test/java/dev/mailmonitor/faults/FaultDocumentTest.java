package dev.mailmonitor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.probe.FailureCause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Holds `docs/faults.md` to the table. `mvn test -Dtest=FaultDocumentTest -Dwrite` rewrites it.
class FaultDocumentTest {
  private static final boolean WRITE = System.getProperty("write") != null;
  private static final Path FILE = Path.of("docs", "faults.md");

  @Test
  void the_page_says_what_the_table_says() throws Exception {
    // Given
    String expected = FaultDocument.of(FaultTable.rows());

    // When
    if (WRITE) {
      Files.writeString(FILE, expected);
    }

    // Then
    assertThat(FILE)
        .as("to be written with: mvn test -Dtest=FaultDocumentTest -Dwrite")
        .content()
        .isEqualTo(expected);
  }

  @Test
  void every_cause_and_every_chapter_has_a_row() {
    // When
    List<Fault> rows = FaultTable.rows();
    Set<FailureCause> causes = EnumSet.noneOf(FailureCause.class);
    Set<Group> groups = EnumSet.noneOf(Group.class);
    for (Fault row : rows) {
      row.failures.forEach(failure -> causes.add(failure.cause()));
      groups.add(row.group);
    }

    // Then
    assertThat(EnumSet.complementOf(EnumSet.copyOf(causes))).isEmpty();
    assertThat(groups).containsExactlyInAnyOrder(Group.values());
  }

  @Test
  void the_table_is_large_and_its_rows_differ() {
    assertThat(FaultTable.rows().stream().map(Fault::toString).toList())
        .hasSizeGreaterThanOrEqualTo(100)
        .doesNotHaveDuplicates();
  }
}
