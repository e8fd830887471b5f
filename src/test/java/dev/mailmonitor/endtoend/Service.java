package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mailmonitor.testing.LoopbackPorts;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.RunningProgram;
import dev.mailmonitor.testing.SecretWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The packaged program as a service that was started from an installation.
final class Service implements AutoCloseable {
  /// A machine under load needs its time to start a JVM and to check.
  static final Duration SOON = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Installation installation;
  private final RunningProgram program;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  private Service(Installation installation, RunningProgram program, int port) {
    this.installation = installation;
    this.program = program;
    this.port = port;
  }

  /// Starts it on a free management port and waits until it answers.
  static Service of(Installation installation) {
    int port = LoopbackPorts.free();
    installation.set("management_port", port);
    Service service = new Service(installation, installation.start("serve"), port);
    service.awaitLog("health and metrics at");
    return service;
  }

  /// What an address of the management port answers.
  ///
  /// @param status HTTP status
  /// @param body the body
  record Answer(int status, String body) {
    /// The body as JSON.
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    /// The data of one health check.
    JsonNode check(String name) {
      for (JsonNode check : json().path("checks")) {
        if (check.path("name").asText().equals(name)) {
          return check;
        }
      }
      throw new AssertionError("No check " + name + " in " + body);
    }
  }

  /// Asks the management port.
  Answer get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      SecretWatch.OF_TESTS.inspect(path, response.body());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The management port.
  int port() {
    return port;
  }

  /// The process.
  RunningProgram program() {
    return program;
  }

  /// What it has written.
  String log() {
    return program.out() + program.err();
  }

  /// Waits for a line of the log, also one that was written before.
  String awaitLog(String part) {
    return program.awaitLine(part, SOON);
  }

  /// Waits until a line was written so many times.
  void awaitLog(String part, long times) {
    await()
        .atMost(SOON)
        .until(() -> log().lines().filter(line -> line.contains(part)).count() >= times);
  }

  /// Ends it as a service manager does.
  Program.Run stop() {
    program.signal("TERM");
    Program.Run run = installation.end(program);
    assertThat(run.err()).isEmpty();
    return run;
  }

  @Override
  public void close() {
    program.close();
    client.close();
  }
}
