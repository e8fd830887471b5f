package dev.mailmonitor.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A real Prometheus on the loopback interface, with data and a configuration of its own. It reads
/// its targets and looks at its rules every second.
public final class Prometheus implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Supervisor supervisor;
  private final int port;

  private Prometheus(Supervisor supervisor, int port) {
    this.supervisor = supervisor;
    this.port = port;
  }

  /// Why it cannot be used here; empty if it can.
  public static Optional<String> available() {
    return Commands.find("prometheus").isPresent()
        ? Optional.empty()
        : Optional.of("prometheus is missing; install the packages that .ci/packages lists");
  }

  /// An alert that is pending or fires.
  ///
  /// @param name the name of its rule
  /// @param state `pending` or `firing`
  /// @param labels its labels
  /// @param description what people are told
  public record Alert(String name, String state, Map<String, String> labels, String description) {
    /// Whether people are told.
    public boolean isFiring() {
      return state.equals("firing");
    }
  }

  /// Starts it and waits until it answers.
  ///
  /// @param rules a file of alerting rules; what they wait for with `for` is shortened to a second
  /// @param job the name of the job
  /// @param target the port of what it reads
  public static Prometheus start(Path rules, String job, int target) {
    Supervisor supervisor = Supervisor.create("prometheus");
    int port = LoopbackPorts.free();
    try {
      Path directory = supervisor.directory();
      Files.writeString(
          directory.resolve("rules.yml"),
          Files.readString(rules).replaceAll("(?m)^( +)for: .*$", "$1for: 1s"));
      Files.write(
          directory.resolve("prometheus.yml"), JSON.writeValueAsBytes(configuration(job, target)));
      supervisor.start(
          "prometheus",
          List.of(
              Commands.find("prometheus").orElseThrow().toString(),
              "--config.file=" + directory.resolve("prometheus.yml"),
              "--storage.tsdb.path=" + directory.resolve("data"),
              "--web.listen-address=127.0.0.1:" + port,
              "--log.level=warn"),
          () -> LoopbackPorts.listens(port));
      Prometheus prometheus = new Prometheus(supervisor, port);
      if (!Supervisor.await(BOUND, prometheus::isReady)) {
        throw new IllegalStateException(
            "Prometheus did not get ready\n" + supervisor.output("prometheus"));
      }
      return prometheus;
    } catch (IOException e) {
      supervisor.close();
      throw new UncheckedIOException("Prometheus was not configured", e);
    } catch (RuntimeException failed) {
      supervisor.close();
      throw failed;
    }
  }

  /// JSON is YAML.
  private static Map<String, Object> configuration(String job, int target) {
    return Map.of(
        "global",
        Map.of("scrape_interval", "1s", "scrape_timeout", "1s", "evaluation_interval", "1s"),
        "rule_files",
        List.of("rules.yml"),
        "scrape_configs",
        List.of(
            Map.of(
                "job_name",
                job,
                "metrics_path",
                "/q/metrics",
                "static_configs",
                List.of(Map.of("targets", List.of("127.0.0.1:" + target))))));
  }

  private boolean isReady() {
    try {
      return send("/-/ready").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /// The alerts that are pending or fire.
  public List<Alert> alerts() {
    return api("alerts")
        .path("alerts")
        .valueStream()
        .map(alert -> {
          Map<String, String> labels = strings(alert.path("labels"));
          return new Alert(
              labels.getOrDefault("alertname", ""),
              alert.path("state").asText(),
              labels,
              alert.path("annotations").path("description").asText());
        })
        .toList();
  }

  /// What became of the last look at each rule, by its name: empty, or what went wrong.
  public Map<String, String> ruleErrors() {
    Map<String, String> errors = new LinkedHashMap<>();
    for (JsonNode group : api("rules").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        errors.put(
            rule.path("name").asText(),
            rule.path("health").asText().equals("ok")
                ? ""
                : rule.path("health").asText() + rule.path("lastError").asText());
      }
    }
    return errors;
  }

  /// What became of the last reading of each target, by its job: empty, or what went wrong.
  public Map<String, String> targetErrors() {
    Map<String, String> errors = new LinkedHashMap<>();
    for (JsonNode target : api("targets").path("activeTargets")) {
      errors.put(
          target.path("labels").path("job").asText(),
          target.path("health").asText().equals("up")
              ? ""
              : target.path("health").asText() + target.path("lastError").asText());
    }
    return errors;
  }

  /// Asks a question.
  ///
  /// @param expression the question in PromQL
  /// @return the value of each series that answers, by its labels
  /// @throws IllegalStateException if it has no answer because it is wrong
  public Map<Map<String, String>, Double> query(String expression) {
    Map<Map<String, String>, Double> values = new LinkedHashMap<>();
    String path = "query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    for (JsonNode series : api(path).path("result")) {
      String value = series.path("value").path(1).asText();
      values.put(
          strings(series.path("metric")),
          value.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value));
    }
    return values;
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = new LinkedHashMap<>();
    object.properties().forEach(field -> strings.put(field.getKey(), field.getValue().asText()));
    return strings;
  }

  private JsonNode api(String path) {
    HttpResponse<String> response = send("/api/v1/" + path);
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (!answer.path("status").asText().equals("success")) {
        throw new IllegalStateException(path + ": " + response.body());
      }
      return answer.path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + response.body(), e);
    }
  }

  private HttpResponse<String> send(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(BOUND)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("Prometheus does not answer at " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Prometheus was asked", e);
    }
  }

  @Override
  public void close() {
    client.close();
    supervisor.close();
  }
}
