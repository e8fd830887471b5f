package dev.mailmonitor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.probe.TestKind;
import java.util.ArrayList;
import java.util.List;

/// Compares a run with its row of the table.
record FaultAssertions(FaultRun result) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HIGH = 4;
  private static final int DEFAULT = 3;

  void hold() throws JsonProcessingException {
    Fault fault = result.fault();
    assertThat(result.run().status()).as(all()).isEqualTo(fault.exitStatus);
    assertThat(result.run().took()).as(all()).isLessThan(Fault.PROMISED);
    assertLines("standard output", expectedOutput(), mainLines());
    assertDetails();
    assertLines("standard error", fault.complaints, complaints());
    assertAlert();
    assertLogins();
    assertState();
    assertThat(all()).doesNotContain(FaultRun.PASSWORD);
  }

  private String all() {
    return result.fault() + "\n" + result.run() + "\n" + result.told();
  }

  private void assertLines(String what, List<String> expected, List<String> actual) {
    boolean same = expected.size() == actual.size();
    for (int index = 0; same && index < expected.size(); index++) {
      same = matches(expected.get(index), actual.get(index));
    }
    assertThat(same)
        .as(
            "%s is%n%s%nand should be%n%s%n%s",
            what, String.join("\n", actual), String.join("\n", expected), all())
        .isTrue();
  }

  private boolean matches(String expected, String actual) {
    return Wording.pattern(expected, result.smtp(), result.imap()).matcher(actual).matches();
  }

  private List<String> mainLines() {
    return result.run().out().stream().filter(line -> !line.startsWith(" ")).toList();
  }

  /// A cleanup that a broken server keeps from its work is expected of a broken server.
  private List<String> complaints() {
    return result.run().err().stream()
        .filter(line -> !line.startsWith("Warning: cleanup: test mails could not be removed"))
        .toList();
  }

  private List<String> expectedOutput() {
    Fault fault = result.fault();
    List<String> lines = new ArrayList<>();
    if (fault.unchecked.isPresent()) {
      return lines;
    }
    for (TestKind test : TestKind.values()) {
      lines.add(fault.failureOf(test).map(Expected::line).orElseGet(() -> otherLine(test)));
    }
    fault.warnings.forEach(warning -> lines.add("⚠ " + warning));
    boolean arrives = fault.group != Group.ALERTS;
    if (!fault.passes() && arrives) {
      lines.add("ntfy: \"" + title() + "\" delivered (id id1)");
    }
    return lines;
  }

  private String otherLine(TestKind test) {
    Fault fault = result.fault();
    boolean imapFailed = fault.failureOf(TestKind.IMAP_AUTH).isPresent();
    boolean smtpFailed = fault.failureOf(TestKind.SMTP_AUTH).isPresent();
    String label = test.label();
    return switch (test) {
      case IMAP_AUTH, SMTP_AUTH -> "✓ " + label + ": OK";
      case SEND -> {
        if (imapFailed || smtpFailed) {
          String blamed = (smtpFailed ? TestKind.SMTP_AUTH : TestKind.IMAP_AUTH).label();
          yield "- " + label + ": skipped (" + blamed + " failed)";
        }
        yield "✓ " + label + ": OK (Message-ID: <⟨id⟩@" + fault.smtpHost + ">)";
      }
      case RECEIVE -> {
        if (imapFailed || smtpFailed) {
          yield "- " + label + ": skipped (Send Test did not run)";
        }
        yield fault.failureOf(TestKind.SEND).isPresent()
            ? "- " + label + ": skipped (Send Test failed)"
            : "✓ " + label + ": " + fault.delivered;
      }
    };
  }

  private void assertDetails() {
    for (Expected failure : result.fault().failures) {
      List<String> below = below(failure.line());
      assertHas(below, failure.step());
      assertHas(below, "advice: " + failure.cause().advice());
      if (failure.words() == null) {
        assertThat(below).as(all()).noneMatch(line -> line.startsWith("server: "));
      } else {
        assertHas(below, "server: " + failure.words());
      }
      failure.details().forEach(detail -> assertHas(below, detail));
      // A guess that does not fit sends people to the wrong place.
      assertThat(below)
          .as(all())
          .filteredOn(line -> line.endsWith("?"))
          .isSubsetOf(failure.details());
    }
    for (String note : result.fault().notes) {
      assertHas(result.run().out().stream().map(String::strip).toList(), note);
    }
  }

  private void assertHas(List<String> lines, String expected) {
    assertThat(lines)
        .as("the line `" + expected + "` in\n" + all())
        .anyMatch(line -> matches(expected, line));
  }

  /// The indented lines below one line.
  private List<String> below(String first) {
    List<String> below = new ArrayList<>();
    boolean within = false;
    for (String line : result.run().out()) {
      if (!line.startsWith(" ")) {
        within = matches(first, line);
      } else if (within) {
        below.add(line.strip());
      }
    }
    return below;
  }

  private String title() {
    return result.fault().failures.isEmpty() ? "⚠️ Mail Server Degraded" : "🚨 Mail Server Alert";
  }

  private void assertAlert() throws JsonProcessingException {
    Fault fault = result.fault();
    int expected = fault.passes() ? 0 : fault.alerts;
    if (expected < 0) {
      assertThat(result.told()).as(all()).isNotEmpty();
    } else {
      assertThat(result.told()).as(all()).hasSize(expected);
    }
    if (expected == 0) {
      return;
    }
    JsonNode sent = JSON.readTree(result.told().getLast().body());
    assertThat(sent.path("title").asText()).as(all()).isEqualTo(title());
    assertThat(sent.path("priority").asInt(DEFAULT))
        .as(all())
        .isEqualTo(fault.failures.isEmpty() ? DEFAULT : HIGH);
    List<String> lines = sent.path("message").asText().lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo(
            fault.failures.isEmpty()
                ? "Mail server monitoring found problems:"
                : "Mail server monitoring detected failures:");
    assertLines("bullets", bullets(), lines.stream().filter(l -> l.startsWith("• ")).toList());
    for (Expected failure : fault.failures) {
      assertHas(lines, failure.step().replace("step:   ", "Step: "));
      assertHas(lines, "What to do: " + failure.cause().advice());
    }
  }

  private List<String> bullets() {
    Fault fault = result.fault();
    List<String> bullets = new ArrayList<>();
    fault.failures.forEach(failure -> bullets.add("• " + failure.summary()));
    if (fault.failureOf(TestKind.SMTP_AUTH).isPresent()) {
      bullets.add("• Send Test: SMTP auth failed");
    } else if (fault.failureOf(TestKind.IMAP_AUTH).isPresent()) {
      bullets.add("• Send Test: IMAP auth failed");
    }
    if (fault.failures.isEmpty()) {
      fault.warnings.forEach(warning -> bullets.add("• " + warning));
    }
    return bullets;
  }

  /// A rejected login is never repeated: fail2ban and account locks count.
  private void assertLogins() {
    for (Expected failure : result.fault().failures) {
      if (List.of(Phase.EHLO, Phase.CAPABILITY, Phase.STARTTLS, Phase.TLS)
          .contains(failure.phase())) {
        assertNothingSaidInClear(failure);
      }
      if (failure.phase() == Phase.AUTH && failure.words() != null) {
        boolean smtp = failure.test() == TestKind.SMTP_AUTH;
        assertThat(smtp ? result.smtpHeard() : result.imapHeard())
            .as(all())
            .filteredOn(line ->
                smtp ? line.startsWith("AUTH ") : line.matches("\\S+ (LOGIN|AUTHENTICATE) .*"))
            .hasSize(1);
      }
    }
  }

  /// Without TLS that was asked for, no password is said.
  private void assertNothingSaidInClear(Expected failure) {
    boolean smtp = failure.test() == TestKind.SMTP_AUTH;
    assertThat(smtp ? result.smtpHeard() : result.imapHeard())
        .as(all())
        .noneMatch(line -> line.matches("(AUTH|\\S+ LOGIN|\\S+ AUTHENTICATE) .*"));
  }

  private void assertState() throws JsonProcessingException {
    Fault fault = result.fault();
    if (fault.group == Group.STATE) {
      return;
    }
    assertThat(JSON.readTree(result.state().orElse("{}")).path("last_status").asText())
        .as(all())
        .isEqualTo(
            !fault.failures.isEmpty()
                ? "unhealthy"
                : fault.warnings.isEmpty() ? "healthy" : "degraded");
  }
}
