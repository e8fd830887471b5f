package dev.mailmonitor.endtoend;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.mail.Transcript;
import dev.mailmonitor.probe.CheckReport;
import dev.mailmonitor.probe.Failure;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.probe.TestResult;
import dev.mailmonitor.probe.Verdict;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.testing.FaultyLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Judges what a check says of a session that broke, by what had been said in it until then.
///
/// @param service whose session broke
/// @param security how it is spoken to
/// @param kind how it broke
/// @param mailCame whether the mailbox got the test mail
record Verdicts(
    Service service, TransportSecurity security, FaultyLink.Kind kind, boolean mailCame) {

  /// What is wrong with a check's result; nothing if it is as it should be.
  List<String> complaints(LinkedCheck.Ended ended) {
    List<String> complaints = new ArrayList<>();
    CheckReport report = ended.report();
    List<Transcript.Line> session =
        ended.transcript().lines().stream().filter(line -> line.service() == service).toList();
    boolean loggedIn = loggedIn(session);
    boolean shouldBeHealthy =
        switch (kind) {
          case CLOSE, RESET, HALF_CLOSE -> service == Service.SMTP ? mailCame : loggedIn;
          // In these checks there is no time for a second session after one that is just silent.
          case STALL -> service == Service.SMTP && mailCame;
          case DRIP -> false;
        };
    if (report.results().size() != TestKind.values().length) {
      complaints.add("results: " + report.results());
    }
    if (report.verdict() == Verdict.HEALTHY && !mailCame) {
      complaints.add("healthy without a mail");
    }
    if (report.verdict() != Verdict.HEALTHY && shouldBeHealthy) {
      complaints.add("not healthy");
    }
    if (report.verdict() == Verdict.HEALTHY) {
      return complaints;
    }
    if (report.failures().size() != 1) {
      complaints.add(report.failures().size() + " failures");
      return complaints;
    }
    TestResult.Failed failed = report.failures().getFirst();
    TestKind expected = failing(loggedIn);
    if (failed.test() != expected) {
      complaints.add("names " + failed.test().label() + " instead of " + expected.label());
    }
    complaints.addAll(aboutFailure(failed.failure(), loggedIn, session));
    if (ended.alerts().size() != 1) {
      complaints.add(ended.alerts().size() + " alerts");
    }
    return complaints;
  }

  private TestKind failing(boolean loggedIn) {
    return switch (service) {
      case SMTP -> loggedIn ? TestKind.SEND : TestKind.SMTP_AUTH;
      case IMAP -> loggedIn ? TestKind.RECEIVE : TestKind.IMAP_AUTH;
    };
  }

  private List<String> aboutFailure(
      Failure failure, boolean loggedIn, List<Transcript.Line> session) {
    List<String> complaints = new ArrayList<>();
    boolean causeFits =
        switch (kind) {
          case CLOSE, RESET, HALF_CLOSE ->
              failure.cause() == FailureCause.CONNECTION_CLOSED
                  || (failure.cause() == FailureCause.TLS_HANDSHAKE
                      && failure.phase() == Phase.TLS);
          case STALL, DRIP -> failure.cause() == FailureCause.NO_ANSWER;
        };
    if (!causeFits) {
      complaints.add("cause " + failure.cause());
    }
    Phase phase = loggedIn && service == Service.IMAP ? Phase.DELIVERY : phase(session);
    boolean openingTheMailbox = phase == Phase.DELIVERY && failure.phase() == Phase.SELECT;
    // A reply whose last line end is cut off is understood all the same.
    boolean goneAhead = phase == Phase.STARTTLS && failure.phase() == Phase.TLS;
    if (failure.phase() != phase && !openingTheMailbox && !goneAhead) {
      complaints.add("step " + failure.phase() + " instead of " + phase);
    }
    String told = failure.summary() + failure.details();
    if (told.contains("Exception") || told.contains("null") || told.contains("nternal")) {
      complaints.add("speaks of our own insides");
    }
    if (!failure.server().startsWith("the " + service + " server localhost:")) {
      complaints.add("names " + failure.server());
    }
    return complaints;
  }

  private boolean loggedIn(List<Transcript.Line> session) {
    boolean asked = false;
    for (Transcript.Line line : session) {
      String text = line.text().toUpperCase(Locale.ROOT);
      if (!line.fromServer()) {
        asked |= text.contains("AUTH") || text.contains(" LOGIN ");
      } else if (asked
          && (text.startsWith("235 ") || text.matches("[A-Z]*[0-9]+ OK .*LOGGED IN.*"))) {
        return true;
      }
    }
    return false;
  }

  /// The step that the session was in when it broke, by the last thing that was said.
  private Phase phase(List<Transcript.Line> session) {
    Phase phase = security == TransportSecurity.TLS ? Phase.TLS : Phase.GREETING;
    String asked = "";
    for (Transcript.Line line : session) {
      String text = line.text().toUpperCase(Locale.ROOT);
      if (text.startsWith("(TLS")) {
        phase = security == TransportSecurity.TLS ? Phase.GREETING : Phase.TLS;
      } else if (line.fromServer()) {
        boolean goesAhead = text.startsWith("220 ") || text.matches("[A-Z]+\\d+ OK.*");
        if (asked.contains("STARTTLS") && goesAhead) {
          phase = Phase.TLS;
        }
      } else if (!text.equals("(HIDDEN)")) {
        asked = text;
        phase = phase(text, phase);
      }
    }
    return phase;
  }

  private static Phase phase(String command, Phase otherwise) {
    String verb = command.replaceFirst("^[A-Z]+\\d+ ", "").split(" ", 2)[0];
    return switch (verb) {
      case "EHLO" -> Phase.EHLO;
      case "CAPABILITY" -> Phase.CAPABILITY;
      case "STARTTLS" -> Phase.STARTTLS;
      case "AUTH", "AUTHENTICATE", "LOGIN" -> Phase.AUTH;
      case "MAIL" -> Phase.MAIL;
      case "RCPT" -> Phase.RCPT;
      case "DATA" -> Phase.DATA;
      default -> otherwise;
    };
  }
}
