package dev.mailmonitor.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The dashboard for Grafana that is shipped.
///
/// @param json what its file says
public record Dashboard(JsonNode json) {
  private static final Path FILE = Path.of("deploy/grafana/mail-monitor.json");

  /// Reads it.
  public static Dashboard shipped() {
    try {
      return new Dashboard(new ObjectMapper().readTree(Files.readAllBytes(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
  }

  /// Its panels, without the headings between them.
  public List<JsonNode> panels() {
    return json.path("panels")
        .valueStream()
        .filter(panel -> !panel.path("type").asText().equals("row"))
        .toList();
  }

  /// What its panels ask for, with all targets chosen.
  public List<String> queries() {
    return panels().stream()
        .flatMap(panel -> panel.path("targets").valueStream())
        .map(target ->
            target
                .path("expr")
                .asText()
                .replace("$target", ".*")
                .replace("$window", "6h")
                .replace("$__rate_interval", "1m"))
        .toList();
  }
}
