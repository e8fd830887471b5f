package dev.mailmonitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsNtfy
class RealNtfyIT {
  private static final String ALERT =
      """
      {"topic": "mail", "title": "🚨 Mail Server Alert", "message": "• down", "priority": 4}
      """;

  @Test
  void what_is_published_can_be_read() throws Exception {
    try (RealNtfy ntfy = RealNtfy.start()) {
      // When
      int status = publish(ntfy, "");

      // Then
      assertThat(status).isEqualTo(200);
      List<JsonNode> messages = ntfy.messages("mail");
      assertThat(messages).hasSize(1);
      assertThat(messages.getFirst().path("title").asText()).isEqualTo("🚨 Mail Server Alert");
      assertThat(messages.getFirst().path("message").asText()).isEqualTo("• down");
      assertThat(messages.getFirst().path("priority").asInt()).isEqualTo(4);
      assertThat(ntfy.messages("other")).isEmpty();
    }
  }

  @Test
  void only_users_publish_where_there_are_users() throws Exception {
    try (RealNtfy ntfy = RealNtfy.with().user("monitor", "battery staple 23", "mail").start()) {
      // When
      int nobody = publish(ntfy, "");
      int stranger = publish(ntfy, "Bearer tk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
      int user = publish(ntfy, "Bearer " + ntfy.token("monitor"));

      // Then
      assertThat(List.of(nobody, stranger, user)).containsExactly(403, 401, 200);
      assertThat(ntfy.messages("mail")).hasSize(1);
    }
  }

  @Test
  void it_stops_and_starts_again_on_its_port_and_keeps_messages() throws Exception {
    try (RealNtfy ntfy = RealNtfy.start()) {
      publish(ntfy, "");

      // When
      ntfy.stopServer();
      Throwable failure = catchThrowable(() -> publish(ntfy, ""));
      ntfy.startServer();

      // Then
      assertThat(failure).isInstanceOf(ConnectException.class);
      assertThat(ntfy.messages("mail")).hasSize(1);
    }
  }

  @Test
  void its_limits_can_be_set() throws Exception {
    try (RealNtfy ntfy = RealNtfy.with().setting("visitor-message-daily-limit", "1").start()) {
      publish(ntfy, "");

      // When
      int status = publish(ntfy, "");

      // Then
      assertThat(status).isEqualTo(429);
    }
  }

  private static int publish(RealNtfy ntfy, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(ntfy.url()))
            .timeout(Duration.ofSeconds(5))
            .POST(HttpRequest.BodyPublishers.ofString(ALERT));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
