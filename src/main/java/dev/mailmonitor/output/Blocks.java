package dev.mailmonitor.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// The output of several targets that are checked at the same time: each target's lines stay
/// together and come in the targets' order, as soon as it is their turn.
final class Blocks {
  private final PrintStream out;
  private final List<List<String>> waiting = new ArrayList<>();
  private final boolean[] closed;
  private int turn;

  Blocks(PrintStream out, int count) {
    this.out = out;
    this.closed = new boolean[count];
    for (int index = 0; index < count; index++) {
      waiting.add(new ArrayList<>());
    }
  }

  /// Prints lines of one block, now or when it is its turn.
  synchronized void print(int block, List<String> lines) {
    waiting.get(block).addAll(lines);
    flush();
  }

  /// Says that the others need not wait for this block any more. Closing twice does nothing.
  synchronized void close(int block) {
    closed[block] = true;
    flush();
  }

  private void flush() {
    while (turn < closed.length) {
      waiting.get(turn).forEach(out::println);
      waiting.get(turn).clear();
      if (!closed[turn]) {
        return;
      }
      turn++;
    }
    // Lines of blocks whose turn is over, such as those after an early close.
    for (List<String> late : waiting) {
      late.forEach(out::println);
      late.clear();
    }
  }
}
