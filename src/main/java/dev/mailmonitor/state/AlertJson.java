package dev.mailmonitor.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.target.TargetName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Unsent alerts as JSON. Written and read by hand, so that nothing depends on reflection.
final class AlertJson {
  private AlertJson() {}

  static ArrayNode write(Outbox outbox) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Outbox.Entry entry : outbox.entries()) {
      ObjectNode node = array.addObject();
      node.put("channel", entry.channel());
      node.put("queued_at", entry.queuedAt().toString());
      node.put("attempts", entry.attempts());
      putIfPresent(node, "last_reason", entry.lastReason());
      node.set("alert", write(entry.alert()));
    }
    return array;
  }

  static Outbox.Entry readEntry(JsonNode node) throws UnreadableStateException {
    JsonFields fields = JsonFields.of(node, "outbox");
    return new Outbox.Entry(
        readAlert(fields.required("alert")),
        fields.text("channel"),
        fields.instant("queued_at"),
        fields.number("attempts"),
        fields.optionalText("last_reason"));
  }

  private static ObjectNode write(Alert alert) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", alert.id().toString());
    node.put("kind", alert.kind().key());
    node.put("target", alert.target().value());
    node.put("raised_at", alert.raisedAt().toString());
    Alert.Span span = alert.span();
    if (span != null) {
      ObjectNode spanNode = node.putObject("span");
      spanNode.put("condition", span.condition().name().toLowerCase(java.util.Locale.ROOT));
      spanNode.put("from", span.from().toString());
      putIfPresent(spanNode, "to", span.to() == null ? null : span.to().toString());
    }
    node.set("problems", writeProblems(alert.problems()));
    node.set("missed", writeProblems(alert.missed()));
    node.set("remarks", JsonFields.strings(alert.remarks()));
    return node;
  }

  private static Alert readAlert(JsonNode node) throws UnreadableStateException {
    JsonFields fields = JsonFields.of(node, "alert");
    JsonNode span = fields.optional("span");
    return new Alert(
        fields.uuid("id"),
        fields.constant("kind", AlertKind.class),
        target(fields.text("target")),
        fields.instant("raised_at"),
        readProblems(fields.required("problems")),
        span == null ? null : readSpan(span),
        readProblems(fields.required("missed")),
        JsonFields.readStrings(fields.required("remarks"), "remarks"));
  }

  private static TargetName target(String name) throws UnreadableStateException {
    try {
      return new TargetName(name);
    } catch (IllegalArgumentException exception) {
      throw new UnreadableStateException("\"target\" is not the name of a target", exception);
    }
  }

  private static Alert.Span readSpan(JsonNode node) throws UnreadableStateException {
    JsonFields fields = JsonFields.of(node, "span");
    Instant to = fields.optional("to") == null ? null : fields.instant("to");
    return new Alert.Span(
        fields.constant("condition", Alert.Condition.class), fields.instant("from"), to);
  }

  private static ArrayNode writeProblems(List<Problem> problems) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Problem problem : problems) {
      ObjectNode node = array.addObject();
      node.put("summary", problem.summary());
      node.put("discreet_summary", problem.discreetSummary());
      putIfPresent(node, "step", problem.step());
      putIfPresent(node, "server_reply", problem.serverReply());
      node.set("details", JsonFields.strings(problem.details()));
      putIfPresent(node, "advice", problem.advice());
    }
    return array;
  }

  private static List<Problem> readProblems(JsonNode array) throws UnreadableStateException {
    List<Problem> problems = new ArrayList<>();
    for (JsonNode node : JsonFields.elements(array, "problems")) {
      JsonFields fields = JsonFields.of(node, "problem");
      problems.add(
          new Problem(
              fields.text("summary"),
              fields.text("discreet_summary"),
              fields.optionalText("step"),
              fields.optionalText("server_reply"),
              JsonFields.readStrings(fields.required("details"), "details"),
              fields.optionalText("advice")));
    }
    return problems;
  }

  private static void putIfPresent(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
