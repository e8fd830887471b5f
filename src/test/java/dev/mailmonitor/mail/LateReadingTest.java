package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A machine under load gets to reading an answer when the time for it is over.
class LateReadingTest {
  private final Wire wire =
      new Wire(
          Service.IMAP,
          new Account("anna@example.org", Secret.of("correct horse")),
          Deadline.after(Duration.ofMinutes(1)));

  @Test
  void an_answer_that_came_in_time_is_read() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept()) {
      // Given
      BoundedSocket bounded = new BoundedSocket(client, wire, () -> {});
      server.getOutputStream().write("* OK\r\n".getBytes(StandardCharsets.US_ASCII));
      Awaitility.await().until(() -> client.getInputStream().available() == 6);
      wire.expectAnswerWithin(Duration.ZERO);

      // When
      byte[] read = new byte[6];
      int count = bounded.getInputStream().read(read, 0, read.length);

      // Then
      assertThat(count).isEqualTo(6);
      assertThatThrownBy(() -> bounded.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void what_comes_long_after_is_not() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept()) {
      // Given
      BoundedSocket bounded = new BoundedSocket(client, wire, () -> {});
      server.getOutputStream().write("* OK\r\n".getBytes(StandardCharsets.US_ASCII));
      Awaitility.await().until(() -> client.getInputStream().available() == 6);
      wire.expectAnswerWithin(Duration.ofSeconds(-2));

      // When / Then
      assertThatThrownBy(() -> bounded.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }
}
