package dev.mailmonitor.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailmonitor.state.StateStore.Lease;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One run at a time holds a state, whatever name it is called by.
class StateLockTest {
  @TempDir Path directory;

  private StateFixture fixture() {
    return new StateFixture(directory);
  }

  private Path file() {
    return fixture().file();
  }

  private StateStore store() {
    return fixture().store();
  }

  @Test
  void another_process_is_locked_out() throws Exception {
    // Given
    Process holder = fixture().startHolder();
    try (BufferedReader output = holder.inputReader(UTF_8)) {
      assertThat(output.readLine()).isEqualTo("UNKNOWN");

      // When
      StateException.Locked locked =
          catchThrowableOfType(StateException.Locked.class, () -> store().acquire());

      // Then
      assertThat(locked)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("locked by another run")
          .hasMessageContaining("state_file");
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
      store().acquire().close();
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void a_refused_try_of_this_process_does_not_let_another_process_in() throws Exception {
    // Given
    try (Lease lease = store().acquire()) {
      assertThatThrownBy(() -> store().acquire()).isInstanceOf(StateException.Locked.class);

      // When
      Process other = fixture().startHolder();
      other.getOutputStream().close();

      // Then
      assertThat(other.waitFor()).isNotZero();
      assertThat(other.inputReader(UTF_8).readLine()).isNull();
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void two_names_of_one_file_are_one_state() throws Exception {
    // Given
    Files.createSymbolicLink(directory.resolve("other"), directory.resolve("new"));
    Path otherName = directory.resolve("other/deep/state.json");
    try (Lease lease = store().acquire()) {
      // When
      assertThatThrownBy(() -> new FileStateStore(otherName, StateFixture.CLOCK).acquire())
          // Then
          .isInstanceOf(StateException.Locked.class);
      assertThat(lease.state().status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @Test
  void a_symbolic_link_stays_one() throws Exception {
    // Given
    Path real = directory.resolve("real.json");
    Path link = Files.createSymbolicLink(directory.resolve("link.json"), Path.of("real.json"));

    // When
    try (Lease lease = new FileStateStore(link, StateFixture.CLOCK).acquire()) {
      lease.update(state -> new TargetState.Healthy(state.memory(), States.THEN));
      assertThatThrownBy(() -> new FileStateStore(real, StateFixture.CLOCK).acquire())
          .isInstanceOf(StateException.Locked.class);
    }

    // Then
    assertThat(link).isSymbolicLink();
    assertThat(real).isRegularFile();
    assertThat(new FileStateStore(real, StateFixture.CLOCK).peek().state().status())
        .isEqualTo(Status.HEALTHY);
  }
}
