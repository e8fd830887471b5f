package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a test failed.
///
/// @param cause which of the known causes it was; brings the advice
/// @param phase the step at which it happened
/// @param summary one line with the server's own words where it said any, e.g. `SMTP auth failed:
///   535 5.7.8 Error: authentication failed`
/// @param discreetSummary the same without anything that the server said, for public places
/// @param server the server that it happened with, e.g. `the SMTP server mail.example.com:587`
/// @param serverReply everything the server said, control characters removed, or null if it said
///   nothing
/// @param details further findings, one a line, e.g. each address that was tried; they may quote
///   the server
public record Failure(
    FailureCause cause,
    Phase phase,
    String summary,
    String discreetSummary,
    String server,
    @Nullable String serverReply,
    List<String> details) {

  /// Copies the details.
  public Failure {
    details = List.copyOf(details);
  }

  /// The same with a further finding.
  ///
  /// @param detail the finding, one line
  /// @return the failure
  Failure with(String detail) {
    List<String> more = new ArrayList<>(details);
    more.add(detail);
    return new Failure(cause, phase, summary, discreetSummary, server, serverReply, more);
  }

  /// Everything the server said.
  public Optional<String> serverWords() {
    return Optional.ofNullable(serverReply);
  }

  /// What an administrator can do about it, in one sentence.
  public String advice() {
    return cause.advice();
  }

  /// Where it happened: the step and the server.
  public String step() {
    return phase.label() + " with " + server;
  }
}
