package dev.mailmonitor.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonpCharacterEscapes;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.mail.Timings;
import dev.mailmonitor.monitor.DeliveryEvent;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Failure;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.probe.Warning;
import dev.mailmonitor.state.Outbox;
import dev.mailmonitor.state.Status;
import dev.mailmonitor.state.TargetState;
import dev.mailmonitor.tls.PeerCertificate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a run found about a target as one JSON object in one line. `docs/schema/report.schema.json`
/// describes it; every field is always there, and null where nothing is known.
final class JsonReport {
  /// Raised when a field changes its meaning or goes; a new field does not raise it.
  static final int FORMAT_VERSION = 1;

  private static final JsonFactory JSON = new JsonFactory();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  private JsonReport() throws IOException {
    json = JSON.createGenerator(text);
    // U+2028 and U+2029 end a line for some readers.
    json.setCharacterEscapes(JsonpCharacterEscapes.instance());
  }

  /// What became of a target.
  static String of(TargetRun run) {
    return line(report -> report.write(run));
  }

  /// That no target could be looked at.
  static String refusal(List<String> problems, ExitStatus status) {
    return line(report -> report.writeRefusal(problems, status));
  }

  private interface Content {
    void write(JsonReport report) throws IOException;
  }

  private static String line(Content content) {
    try {
      JsonReport report = new JsonReport();
      report.json.writeStartObject();
      report.json.writeNumberField("format_version", FORMAT_VERSION);
      content.write(report);
      report.json.writeEndObject();
      report.json.close();
      return report.text.toString();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Nothing is written but a string", impossible);
    }
  }

  private void write(TargetRun run) throws IOException {
    boolean named = run.target().name().isNamed();
    Optional<CheckReport> report = run.report();
    Status status = report.isPresent() ? run.state().status() : Status.UNKNOWN;
    Instant since = report.isPresent() ? run.state().beganAt() : null;
    text("target", named ? run.target().name().value() : null);
    text("status", status.key());
    time("since", since);
    writeFindings(report.orElse(null), run.timings());
    writeAlerts(run);
    texts("monitor_warnings", run.remarks());
    text("trouble", run.trouble().orElse(null));
    json.writeNumberField("exit_status", run.status().code());
  }

  private void writeRefusal(List<String> problems, ExitStatus status) throws IOException {
    text("target", null);
    text("status", Status.UNKNOWN.key());
    time("since", null);
    writeFindings(null, Timings.NONE);
    json.writeNullField("alerts");
    texts("monitor_warnings", List.of());
    text("trouble", String.join(" ", problems));
    json.writeNumberField("exit_status", status.code());
  }

  private void writeFindings(@Nullable CheckReport report, Timings timings) throws IOException {
    time("started_at", report == null ? null : report.startedAt());
    seconds("duration_seconds", report == null ? null : report.took());
    json.writeArrayFieldStart("tests");
    for (TestResult result : report == null ? List.<TestResult>of() : report.results()) {
      write(result);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("warnings");
    for (Warning warning : report == null ? List.<Warning>of() : report.warnings()) {
      json.writeStartObject();
      text("summary", warning.summary());
      text("advice", warning.advice());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("late_mails");
    for (LateMail mail : report == null ? List.<LateMail>of() : report.lateMails()) {
      write(mail);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("phases");
    for (Timings.Entry entry : timings.entries()) {
      json.writeStartObject();
      text("service", entry.service().key());
      text("phase", entry.phase().key());
      seconds("seconds", entry.duration());
      json.writeEndObject();
    }
    json.writeEndArray();
    seconds("delivery_seconds", report == null ? null : report.deliveryTime());
    text("message_id", report == null ? null : report.sentMessageId());
    writeCertificates(report);
  }

  private void write(TestResult result) throws IOException {
    json.writeStartObject();
    text("test", result.test().key());
    text("label", result.test().label());
    switch (result) {
      case TestResult.Passed passed -> {
        text("result", "passed");
        text("text", passed.text());
        texts("notes", passed.notes());
      }
      case TestResult.Failed failed -> {
        text("result", "failed");
        write(failed.failure());
      }
      case TestResult.Skipped skipped -> {
        text("result", "skipped");
        text("reason", skipped.reason());
      }
    }
    json.writeEndObject();
  }

  private void write(Failure failure) throws IOException {
    json.writeObjectFieldStart("failure");
    text("cause", failure.cause().key());
    text("phase", failure.phase().key());
    text("server", failure.server());
    text("summary", failure.summary());
    text("server_words", failure.serverReply());
    texts("details", failure.details());
    text("advice", failure.advice());
    json.writeEndObject();
  }

  private void write(LateMail mail) throws IOException {
    json.writeStartObject();
    time("sent_at", mail.sentAt());
    time("arrived_at", mail.arrivedAt());
    seconds("delay_seconds", mail.delay());
    text("place", mail.place().name().toLowerCase(Locale.ROOT));
    json.writeEndObject();
  }

  private void writeCertificates(@Nullable CheckReport report) throws IOException {
    json.writeArrayFieldStart("certificates");
    if (report != null) {
      for (Map.Entry<Service, PeerCertificate> shown :
          new TreeMap<>(report.certificates()).entrySet()) {
        PeerCertificate certificate = shown.getValue();
        json.writeStartObject();
        text("service", shown.getKey().key());
        text("subject", certificate.subject());
        text("issuer", certificate.issuer());
        time("not_before", certificate.notBefore());
        time("not_after", certificate.notAfter());
        texts("names", certificate.names());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void writeAlerts(TargetRun run) throws IOException {
    List<Outbox.Entry> pending = run.state().outbox().entries();
    json.writeObjectFieldStart("alerts");
    json.writeNumberField("pending", pending.size());
    time("oldest_pending_since", oldest(run.state()).orElse(null));
    json.writeArrayFieldStart("delivered");
    for (DeliveryEvent event : run.deliveries()) {
      if (event instanceof DeliveryEvent.Delivered delivered) {
        json.writeStartObject();
        text("channel", delivered.channel());
        text("title", delivered.alert().title());
        text("reference", delivered.reference());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    text("last_error", lastError(run).orElse(null));
    json.writeEndObject();
  }

  private static Optional<Instant> oldest(TargetState state) {
    return state.outbox().entries().stream().map(Outbox.Entry::queuedAt).min(Instant::compareTo);
  }

  private static Optional<String> lastError(TargetRun run) {
    return run.deliveries().stream()
        .filter(DeliveryEvent::isProblem)
        .map(DeliveryEvent::line)
        .reduce((earlier, later) -> later)
        .or(() -> lastReason(run.state().outbox()));
  }

  private static Optional<String> lastReason(Outbox outbox) {
    return outbox.entries().stream()
        .flatMap(entry -> Stream.ofNullable(entry.lastReason()))
        .reduce((earlier, later) -> later);
  }

  private void text(String name, @Nullable String value) throws IOException {
    json.writeStringField(name, value);
  }

  private void texts(String name, List<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private void time(String name, @Nullable Instant value) throws IOException {
    text(name, value == null ? null : value.toString());
  }

  private void seconds(String name, @Nullable Duration value) throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(Seconds.exact(value));
    }
  }
}
