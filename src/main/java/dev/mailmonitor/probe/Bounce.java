package dev.mailmonitor.probe;

import dev.mailmonitor.mail.DeliveryReport;
import dev.mailmonitor.mail.MailHeaders;
import dev.mailmonitor.mail.ServerReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a delivery report says of one recipient (RFC 3464 section 2.3), made fit to be shown. What
/// it does not say is empty.
///
/// @param action what became of the mail: `failed`, `delayed`, `delivered`, `relayed`, `expanded`
/// @param status the enhanced status code (RFC 3463), e.g. `5.1.1`
/// @param diagnostic the words of the server that refused the mail
/// @param remoteMta that server
/// @param reportingMta the server that reports
/// @param recipient whom the mail was for
/// @param retriedUntil until when a delayed mail is tried again, in the server's words
record Bounce(
    String action,
    String status,
    String diagnostic,
    String remoteMta,
    String reportingMta,
    String recipient,
    String retriedUntil) {

  /// What a report says of the first recipient with an action.
  ///
  /// @param report the report
  /// @param action the action, in lower case
  /// @return empty if no recipient has it
  static Optional<Bounce> first(DeliveryReport report, String action) {
    return report.recipients().stream()
        .map(fields -> of(report.perMessage(), fields))
        .filter(bounce -> bounce.action().equals(action))
        .findFirst();
  }

  private static Bounce of(MailHeaders message, MailHeaders fields) {
    return new Bounce(
        plain(fields, "Action").toLowerCase(Locale.ROOT),
        plain(fields, "Status"),
        typed(fields, "Diagnostic-Code"),
        typed(fields, "Remote-MTA"),
        typed(message, "Reporting-MTA"),
        typed(fields, "Final-Recipient"),
        plain(fields, "Will-Retry-Until"));
  }

  private static String plain(MailHeaders fields, String name) {
    return ServerReply.clean(fields.first(name).orElse(""));
  }

  /// A value behind its type, e.g. `dns; mail.example.com`.
  private static String typed(MailHeaders fields, String name) {
    String value = plain(fields, name);
    return value.substring(value.indexOf(';') + 1).strip();
  }

  /// Status and diagnostic in one line, neither twice.
  String words() {
    if (diagnostic.isEmpty()) {
      return status.isEmpty() ? "no reason was given" : status;
    }
    return diagnostic.contains(status) ? diagnostic : status + " " + diagnostic;
  }

  /// Everything that the report says, one finding a line.
  List<String> details() {
    List<String> details = new ArrayList<>();
    add(details, "action", action);
    add(details, "status", status);
    add(details, "diagnostic", diagnostic);
    add(details, "remote MTA", remoteMta);
    add(details, "reported by", reportingMta);
    add(details, "recipient", recipient);
    add(details, "tried again until", retriedUntil);
    return details;
  }

  private static void add(List<String> details, String name, String value) {
    if (!value.isEmpty()) {
      details.add(name + ": " + value);
    }
  }
}
