package dev.mailmonitor.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The state file's content. The first two fields, `last_status` and `last_failure`, are those of
/// the monitor that this one replaces, with the same meaning, so that each reads the other's files;
/// all others are ours. Fields that a newer version has added are kept.
final class StateFile {
  private static final String LAST_STATUS = "last_status";
  private static final String LAST_FAILURE = "last_failure";
  private static final String TIMESTAMP = "timestamp";
  private static final String FAILURES = "failures";
  private static final String VERSION = "version";
  private static final String SINCE = "since";
  private static final String INSTANCE = "instance";
  private static final String CANNOT_CHECK_SINCE = "cannot_check_since";
  private static final String OUTBOX = "outbox";
  private static final String CONSECUTIVE_FAILURES = "consecutive_failures";
  private static final String CONSECUTIVE_SUCCESSES = "consecutive_successes";
  private static final String ROW_SINCE = "row_since";
  private static final String LAST_SUCCESS = "last_success";
  private static final String LAST_CHECK = "last_check";
  private static final String TOLD = "told";
  private static final Set<String> KNOWN =
      Set.of(
          LAST_STATUS,
          LAST_FAILURE,
          VERSION,
          SINCE,
          INSTANCE,
          CANNOT_CHECK_SINCE,
          OUTBOX,
          CONSECUTIVE_FAILURES,
          CONSECUTIVE_SUCCESSES,
          ROW_SINCE,
          LAST_SUCCESS,
          LAST_CHECK,
          TOLD,
          InFlightJson.PENDING,
          InFlightJson.LATE);

  private StateFile() {}

  /// What a file says.
  ///
  /// @param state the state
  /// @param complete whether saving it would add nothing to the file
  /// @param warnings what could not be kept, one sentence each
  record Content(TargetState state, boolean complete, List<String> warnings) {}

  /// Reads a state.
  ///
  /// @param bytes the file
  /// @param instanceIfNew the monitor's identity if the file has none
  /// @return its content
  /// @throws UnreadableStateException if it is not a state file
  static Content read(byte[] bytes, UUID instanceIfNew) throws UnreadableStateException {
    JsonNode root = parse(bytes);
    if (!root.isObject()) {
      throw new UnreadableStateException("it is JSON, but not an object {…}");
    }
    JsonFields fields = JsonFields.of(root, "state");
    if (root.isEmpty()) {
      return new Content(TargetState.fresh(instanceIfNew), false, List.of());
    }
    List<String> warnings = new ArrayList<>();
    int version = fields.optional(VERSION) == null ? 0 : fields.number(VERSION);
    boolean hasInstance = fields.optional(INSTANCE) != null;
    Memory memory =
        new Memory(
            Math.max(version, Memory.VERSION),
            hasInstance ? fields.uuid(INSTANCE) : instanceIfNew,
            lastFailure(fields.optional(LAST_FAILURE)),
            optionalInstant(fields, CANNOT_CHECK_SINCE),
            outbox(fields.optional(OUTBOX), version > Memory.VERSION, warnings),
            InFlightJson.read(fields, version > Memory.VERSION),
            tally(fields),
            told(fields.optional(TOLD)),
            otherFields(root));
    Instant since = optionalInstant(fields, SINCE);
    TargetState state =
        switch (fields.constant(LAST_STATUS, Status.class)) {
          case UNKNOWN -> new TargetState.Unknown(memory);
          case HEALTHY -> new TargetState.Healthy(memory, since);
          case DEGRADED -> new TargetState.Degraded(memory, since);
          case UNHEALTHY -> new TargetState.Unhealthy(memory, since);
        };
    return new Content(state, hasInstance, warnings);
  }

  /// Writes a state.
  ///
  /// @param state the state
  /// @return the file, UTF-8 with a line break at its end
  static byte[] write(TargetState state) {
    Memory memory = state.memory();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put(LAST_STATUS, state.status().key());
    root.set(LAST_FAILURE, writeLastFailure(memory.latestFailure()));
    root.put(VERSION, memory.version());
    root.put(INSTANCE, memory.instance().toString());
    put(root, SINCE, state.beganAt());
    put(root, CANNOT_CHECK_SINCE, memory.brokenSince());
    write(root, memory.tally());
    write(root, memory.otherwiseTold());
    root.set(OUTBOX, AlertJson.write(memory.outbox()));
    InFlightJson.write(root, memory.inFlight());
    new TreeMap<>(memory.otherFields())
        .forEach((name, value) -> root.set(name, StateJson.read(value)));
    return (StateJson.lines(root) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode parse(byte[] bytes) throws UnreadableStateException {
    try {
      return StateJson.read(bytes);
    } catch (JsonProcessingException exception) {
      throw new UnreadableStateException("it is not JSON", exception);
    } catch (NumberFormatException exception) {
      // The library lets this one through: an exponent that no number of Java's can have.
      throw new UnreadableStateException("it has a number that is too large", exception);
    } catch (IOException exception) {
      throw new UnreadableStateException("it is not a text", exception);
    }
  }

  private static @Nullable LastFailure lastFailure(@Nullable JsonNode node)
      throws UnreadableStateException {
    if (node == null) {
      return null;
    }
    JsonFields fields = JsonFields.of(node, LAST_FAILURE);
    return new LastFailure(
        timestamp(fields.text(TIMESTAMP)),
        JsonFields.readStrings(fields.required(FAILURES), FAILURES));
  }

  /// Local time as Python's `isoformat` writes it, with an offset only if somebody added one.
  private static LocalDateTime timestamp(String text) throws UnreadableStateException {
    try {
      return LocalDateTime.from(DateTimeFormatter.ISO_DATE_TIME.parse(text));
    } catch (DateTimeParseException exception) {
      throw new UnreadableStateException("\"" + TIMESTAMP + "\" is not a local time", exception);
    } catch (DateTimeException exception) {
      throw new UnreadableStateException("\"" + TIMESTAMP + "\" is not a time", exception);
    }
  }

  private static JsonNode writeLastFailure(@Nullable LastFailure failure) {
    if (failure == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put(TIMESTAMP, DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(failure.timestamp()));
    node.set(FAILURES, JsonFields.strings(failure.failures()));
    return node;
  }

  private static Tally tally(JsonFields fields) throws UnreadableStateException {
    return new Tally(
        optionalNumber(fields, CONSECUTIVE_FAILURES),
        optionalNumber(fields, CONSECUTIVE_SUCCESSES),
        optionalInstant(fields, ROW_SINCE),
        optionalInstant(fields, LAST_SUCCESS),
        optionalInstant(fields, LAST_CHECK));
  }

  private static void write(ObjectNode root, Tally tally) {
    root.put(CONSECUTIVE_FAILURES, tally.consecutiveFailures());
    if (tally.consecutiveSuccesses() > 0) {
      root.put(CONSECUTIVE_SUCCESSES, tally.consecutiveSuccesses());
    }
    put(root, ROW_SINCE, tally.rowBegan());
    put(root, LAST_SUCCESS, tally.succeededAt());
    put(root, LAST_CHECK, tally.checkedAt());
  }

  private static @Nullable Told told(@Nullable JsonNode node) throws UnreadableStateException {
    if (node == null) {
      return null;
    }
    JsonFields fields = JsonFields.of(node, TOLD);
    return new Told(
        fields.constant("status", Status.class),
        optionalInstant(fields, SINCE),
        optionalInstant(fields, "at"),
        optionalInstant(fields, "reminded_at"));
  }

  private static void write(ObjectNode root, @Nullable Told told) {
    if (told == null) {
      return;
    }
    ObjectNode node = root.putObject(TOLD);
    node.put("status", told.status().key());
    put(node, SINCE, told.began());
    put(node, "at", told.at());
    put(node, "reminded_at", told.reminded());
  }

  private static void put(ObjectNode node, String name, @Nullable Instant time) {
    if (time != null) {
      node.put(name, time.toString());
    }
  }

  private static int optionalNumber(JsonFields fields, String name)
      throws UnreadableStateException {
    return fields.optional(name) == null ? 0 : fields.number(name);
  }

  private static @Nullable Instant optionalInstant(JsonFields fields, String name)
      throws UnreadableStateException {
    return fields.optional(name) == null ? null : fields.instant(name);
  }

  private static Outbox outbox(@Nullable JsonNode node, boolean newer, List<String> warnings)
      throws UnreadableStateException {
    if (node == null) {
      return Outbox.EMPTY;
    }
    List<Outbox.Entry> entries = new ArrayList<>();
    for (JsonNode element : JsonFields.elements(node, OUTBOX)) {
      try {
        entries.add(AlertJson.readEntry(element));
      } catch (UnreadableStateException exception) {
        if (!newer) {
          throw exception;
        }
        warnings.add(
            "An unsent alert of a newer version of mail-monitor cannot be understood and is"
                + " dropped: "
                + exception.getMessage()
                + ".");
      }
    }
    return new Outbox(entries);
  }

  private static Map<String, String> otherFields(JsonNode root) {
    Map<String, String> others = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!KNOWN.contains(field.getKey())) {
        others.put(field.getKey(), StateJson.line(field.getValue()));
      }
    }
    return others;
  }
}
