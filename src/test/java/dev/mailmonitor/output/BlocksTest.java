package dev.mailmonitor.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Blocks blocks = new Blocks(new PrintStream(bytes, true, StandardCharsets.UTF_8), 3);

  private List<String> printed() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void blocks_come_in_their_order_whatever_finished_first() {
    // When
    blocks.print(2, List.of("third"));
    blocks.close(2);
    blocks.print(0, List.of("first", "first, too"));
    blocks.close(0);
    blocks.print(1, List.of("second"));
    blocks.close(1);

    // Then
    assertThat(printed()).containsExactly("first", "first, too", "second", "third");
  }

  @Test
  void the_block_whose_turn_it_is_does_not_wait_for_its_end() {
    // When
    blocks.print(0, List.of("at once"));
    blocks.print(1, List.of("later"));

    // Then
    assertThat(printed()).containsExactly("at once");
  }

  @Test
  void a_block_without_lines_holds_up_nobody() {
    // When
    blocks.close(0);
    blocks.print(1, List.of("second"));

    // Then
    assertThat(printed()).containsExactly("second");
  }
}
