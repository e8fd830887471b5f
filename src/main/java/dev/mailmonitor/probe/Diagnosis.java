package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Fault;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.mail.ServerReply;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.TransportSecurity;
import dev.mailmonitor.tls.TlsProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes of a step that failed what an administrator is told.
final class Diagnosis {
  private static final Pattern TOO_MANY =
      Pattern.compile(
          "too many(?! (?:\\S+ ){0,3}(?:attempts|errors|failures|commands|logins))|"
              + "maximum number of connections|connection limit",
          caseInsensitive());
  private static final Pattern TEMPORARY =
      Pattern.compile("tempor|unavailable|internal (?:server )?error|try again", caseInsensitive());
  private static final Pattern GREYLIST = Pattern.compile("gr[ae]y-?\\s?list", caseInsensitive());
  private static final Pattern FULL =
      Pattern.compile(
          "quota|mailbox (?:is )?full|over ?quota|insufficient (?:system )?storage|disk full|"
              + "no space",
          caseInsensitive());
  private static final Pattern TOO_LARGE =
      Pattern.compile(
          "too (?:large|big)|size (?:limit|exceed)|exceeds.{0,30}size", caseInsensitive());

  private static final Pattern RATE =
      Pattern.compile(
          "rate limit|too much mail|too many (?:messages|mails|e-?mails|recipients)|"
              + "(?:sending|daily|hourly).{0,20}(?:limit|quota)",
          caseInsensitive());
  private static final Pattern RELAY =
      Pattern.compile(
          "relay(?:ing)? .{0,20}(?:denied|prohibited|not (?:permitted|allowed))|unable to relay|"
              + "not (?:permitted|allowed) to relay",
          caseInsensitive());
  private static final Pattern SENDER =
      Pattern.compile(
          "sender address rejected|not owned by|send as this sender|"
              + "sender .{0,30}not (?:permitted|allowed)",
          caseInsensitive());
  private static final Pattern NEEDS_ENCRYPTION =
      Pattern.compile(
          "STARTTLS|encryption (?:is )?(?:needed|required)|requires? (?:TLS|encryption)",
          caseInsensitive());
  private static final Pattern NEEDS_OTHER_PASSWORD =
      Pattern.compile(
          "app(?:lication)?[- ](?:specific )?password|basic authentication is disabled|"
              + "log ?in via your web browser",
          caseInsensitive());
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "(?:account|user|mailbox)\\b.{0,20}\\b(?:locked|disabled|suspended|expired|blocked)|"
              + "password (?:has |is )?expired",
          caseInsensitive());

  /// The JDK's words for an answer that is no TLS at all.
  private static final String NOT_TLS = "Unsupported or unrecognized SSL message";

  /// The alerts of TLS 1.3 and of TLS 1.2.
  private static final Pattern CLIENT_CERTIFICATE =
      Pattern.compile("alert: (?:certificate_required|bad_certificate)");

  private static final Pattern ABOUT_LOGIN =
      Pattern.compile(
          "auth|log ?in|password|credential|account|user|attempt|invalid|denied|permi",
          caseInsensitive());

  private Diagnosis() {}

  private static int caseInsensitive() {
    return Pattern.CASE_INSENSITIVE;
  }

  /// Describes a failed step.
  ///
  /// @param test the test that it belongs to
  /// @param failed what happened
  /// @return the test's failure
  static Failure of(TestKind test, MailFailure failed) {
    FailureCause cause = cause(failed);
    String headline = headline(test);
    return new Failure(
        cause,
        failed.phase(),
        headline + ": " + reason(failed),
        headline + ": " + cause.words(),
        "the " + failed.service() + " server " + failed.endpoint(),
        words(failed.fault()),
        details(failed));
  }

  private static String headline(TestKind test) {
    return switch (test) {
      case IMAP_AUTH -> "IMAP auth failed";
      case SMTP_AUTH -> "SMTP auth failed";
      case SEND -> "Failed to send test email";
      case RECEIVE -> "Failed to look for the test email";
    };
  }

  private static @Nullable String words(Fault fault) {
    return fault instanceof Fault.Rejected rejected ? rejected.reply().toString() : null;
  }

  /// What happened, without the test that it happened to.
  ///
  /// @param failed what happened
  /// @return a part of a sentence, with the server's words if it said any
  static String reason(MailFailure failed) {
    return switch (failed.fault()) {
      case Fault.NameResolution unresolved ->
          "host name " + unresolved.host() + " could not be resolved: " + unresolved.reason();
      case Fault.NoSuchAddress none ->
          "host name "
              + none.host()
              + " has no "
              + (none.wanted() == AddressFamily.IPV4 ? "IPv4" : "IPv6")
              + " address";
      case Fault.NotConnected refused -> telling(refused).reason();
      case Fault.Tls tls -> tls.reason();
      case Fault.Rejected rejected -> rejected.reply().toString();
      case Fault.Closed closed -> "Connection closed: " + closed.reason();
      case Fault.Silent silent ->
          (silent.within() ? "no complete answer within " : "no answer within ")
              + seconds(silent.patience())
              + " ("
              + failed.phase().label()
              + ")";
      case Fault.Endless endless ->
          "the server's answer did not end within "
              + seconds(endless.patience())
              + " and "
              + endless.lines()
              + " lines ("
              + failed.phase().label()
              + ")";
      case Fault.Missing missing ->
          "the server does not offer "
              + (missing.capability().equals("AUTH")
                  ? "a login that is understood here"
                  : missing.capability());
      case Fault.Protocol protocol -> protocol.reason();
      case Fault.Cancelled _ -> "the check was called off";
    };
  }

  private static String seconds(Duration duration) {
    double seconds = Math.max(0, duration.toMillis()) / 1000.0;
    return seconds < 1 ? String.format(Locale.ROOT, "%.1f s", seconds) : Math.round(seconds) + " s";
  }

  private static List<String> details(MailFailure failed) {
    List<String> details = new ArrayList<>();
    switch (failed.fault()) {
      case Fault.NotConnected refused -> {
        for (Fault.Attempt attempt : refused.attempts()) {
          details.add("tried " + attempt.address() + ": " + attempt.reason());
        }
      }
      case Fault.Tls tls -> {
        if (tls.problem() == TlsProblem.HANDSHAKE
            && tls.certificate() == null
            && tls.reason().contains(NOT_TLS)
            && failed.endpoint().security() == TransportSecurity.TLS) {
          details.add(
              "a server that begins in plain text answers like this: does this port need the"
                  + " security starttls instead of tls?");
        }
        if (CLIENT_CERTIFICATE.matcher(tls.reason()).find()) {
          details.add(
              "the server seems to demand a certificate of its clients, which the monitor has not");
        }
        if (tls.certificate() != null) {
          details.add("certificate of: " + ServerReply.clean(tls.certificate().subject()));
          details.add(
              "for the names: " + ServerReply.clean(String.join(", ", tls.certificate().names())));
          details.add("issued by: " + ServerReply.clean(tls.certificate().issuer()));
          details.add(
              "valid from "
                  + tls.certificate().notBefore()
                  + " to "
                  + tls.certificate().notAfter());
        }
      }
      case Fault.Missing missing -> {
        if (!missing.offered().isBlank()) {
          details.add("offered: " + ServerReply.clean(missing.offered()));
        }
      }
      case Fault.Silent silent -> {
        if (silent.cutShort()) {
          details.add("the check's own time limit left no more time for this step");
        }
        if (!silent.lastWords().isEmpty()) {
          details.add("the last that it said: " + silent.lastWords());
        }
        if (failed.phase() == Phase.GREETING
            && failed.endpoint().security() == TransportSecurity.STARTTLS) {
          details.add(
              "a server that expects TLS from the first byte is silent like this: does this port"
                  + " need the security tls instead of starttls?");
        }
      }
      case Fault.NameResolution _,
          Fault.NoSuchAddress _,
          Fault.Rejected _,
          Fault.Closed _,
          Fault.Endless _,
          Fault.Protocol _,
          Fault.Cancelled _ -> {}
    }
    return details;
  }

  /// The attempt that says most: a refusal comes from the host itself, silence may be on the way,
  /// and an unreachable address is often just IPv6 that this machine does not have.
  private static Fault.Attempt telling(Fault.NotConnected refused) {
    for (Fault.Outcome outcome : Fault.Outcome.values()) {
      for (Fault.Attempt attempt : refused.attempts()) {
        if (attempt.outcome() == outcome) {
          return attempt;
        }
      }
    }
    return new Fault.Attempt("", Fault.Outcome.UNREACHABLE, "no address to connect to");
  }

  private static FailureCause cause(MailFailure failed) {
    return switch (failed.fault()) {
      case Fault.NameResolution _ -> FailureCause.NAME_RESOLUTION;
      case Fault.NoSuchAddress _ -> FailureCause.ADDRESS_FAMILY;
      case Fault.NotConnected refused ->
          switch (telling(refused).outcome()) {
            case REFUSED -> FailureCause.CONNECTION_REFUSED;
            case TIMED_OUT -> FailureCause.CONNECT_TIMEOUT;
            case UNREACHABLE -> FailureCause.UNREACHABLE;
          };
      case Fault.Tls tls ->
          switch (tls.problem()) {
            case EXPIRED -> FailureCause.TLS_EXPIRED;
            case NOT_YET_VALID -> FailureCause.TLS_NOT_YET_VALID;
            case UNKNOWN_ISSUER -> FailureCause.TLS_UNKNOWN_ISSUER;
            case WRONG_NAME -> FailureCause.TLS_WRONG_NAME;
            case HANDSHAKE -> FailureCause.TLS_HANDSHAKE;
          };
      case Fault.Rejected rejected -> rejected(failed.phase(), rejected.reply());
      case Fault.Closed _ -> FailureCause.CONNECTION_CLOSED;
      case Fault.Silent _ -> FailureCause.NO_ANSWER;
      case Fault.Missing missing ->
          missing.capability().equals("STARTTLS")
              ? FailureCause.STARTTLS_MISSING
              : FailureCause.AUTH_MISSING;
      case Fault.Endless _, Fault.Protocol _, Fault.Cancelled _ -> FailureCause.PROTOCOL_ERROR;
    };
  }

  /// What a refusal means depends on what was asked.
  ///
  /// @param phase the step that was refused
  /// @param reply the server's words
  /// @return the cause
  static FailureCause rejected(Phase phase, ServerReply reply) {
    if (TOO_MANY.matcher(reply.text()).find()
        && (reply.number() == 421 || reply.number() == 0 || phase == Phase.GREETING)) {
      return FailureCause.TOO_MANY_CONNECTIONS;
    }
    if (reply.number() == 421 || (reply.code().equals("BYE") && phase != Phase.AUTH)) {
      return FailureCause.SERVICE_UNAVAILABLE;
    }
    return switch (phase) {
      case AUTH -> login(reply);
      case MAIL, RCPT, DATA -> submission(phase, reply);
      case STARTTLS ->
          reply.number() / 100 == 4
              ? FailureCause.SERVICE_UNAVAILABLE
              : FailureCause.STARTTLS_MISSING;
      case GREETING, EHLO, CAPABILITY -> FailureCause.SERVICE_UNAVAILABLE;
      case SELECT, DELIVERY, CLEANUP -> mailbox(reply);
      case NAME_RESOLUTION, CONNECT, TLS, LOGOUT -> FailureCause.PROTOCOL_ERROR;
    };
  }

  private static FailureCause mailbox(ServerReply reply) {
    return switch (reply.responseCode().orElse("")) {
      case "UNAVAILABLE", "SERVERBUG" -> FailureCause.SERVICE_UNAVAILABLE;
      default ->
          reply.code().equals("NO") ? FailureCause.MAILBOX_UNREADABLE : FailureCause.PROTOCOL_ERROR;
    };
  }

  private static FailureCause login(ServerReply reply) {
    String responseCode = reply.responseCode().orElse("");
    return switch (responseCode) {
      case "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED" -> FailureCause.AUTH_REJECTED;
      case "EXPIRED", "CONTACTADMIN" -> FailureCause.ACCOUNT_UNUSABLE;
      case "UNAVAILABLE", "SERVERBUG", "INUSE" -> FailureCause.AUTH_UNAVAILABLE;
      case "LIMIT" -> FailureCause.TOO_MANY_CONNECTIONS;
      case "PRIVACYREQUIRED" -> FailureCause.ENCRYPTION_REQUIRED;
      default -> {
        boolean temporary =
            reply.number() / 100 == 4
                // Postfix says "(reason unavailable)" of wrong passwords too.
                || TEMPORARY.matcher(reply.text().replace("(reason unavailable)", "")).find();
        yield temporary ? FailureCause.AUTH_UNAVAILABLE : rejectedLogin(reply);
      }
    };
  }

  private static FailureCause rejectedLogin(ServerReply reply) {
    String status = reply.enhancedStatus().orElse("");
    String text = reply.text();
    if (reply.number() == 538 || status.equals("5.7.11") || NEEDS_ENCRYPTION.matcher(text).find()) {
      return FailureCause.ENCRYPTION_REQUIRED;
    }
    if (reply.number() == 534
        || status.equals("5.7.139")
        || NEEDS_OTHER_PASSWORD.matcher(text).find()) {
      return FailureCause.PASSWORD_LOGIN_REFUSED;
    }
    if (ACCOUNT.matcher(text).find()) {
      return FailureCause.ACCOUNT_UNUSABLE;
    }
    // A server that goes away during the login has not judged it unless it says so.
    return reply.code().equals("BYE") && !ABOUT_LOGIN.matcher(text).find()
        ? FailureCause.SERVICE_UNAVAILABLE
        : FailureCause.AUTH_REJECTED;
  }

  private static FailureCause submission(Phase phase, ServerReply reply) {
    String status = reply.enhancedStatus().orElse("");
    String text = reply.text();
    boolean temporary = reply.number() / 100 == 4;
    String detail = status.isEmpty() ? "" : status.substring(2);
    if (detail.equals("3.4") || detail.equals("2.3") || TOO_LARGE.matcher(text).find()) {
      return FailureCause.SIZE_REJECTED;
    }
    if (RATE.matcher(text).find()) {
      return FailureCause.RATE_LIMITED;
    }
    if (RELAY.matcher(text).find()) {
      return FailureCause.RELAY_DENIED;
    }
    if (detail.equals("2.2")
        || detail.equals("3.1")
        || reply.number() == 452
        || (reply.number() == 552 && status.isEmpty())
        || FULL.matcher(text).find()) {
      return FailureCause.QUOTA_EXCEEDED;
    }
    if (temporary) {
      // A content filter that is down is answered for with the same code as a greylist.
      boolean greylisted =
          GREYLIST.matcher(text).find()
              || (phase == Phase.RCPT
                  && status.equals("4.7.1")
                  && !text.toLowerCase(Locale.ROOT).contains("service unavailable"));
      return greylisted ? FailureCause.GREYLISTED : FailureCause.TEMPORARY_FAILURE;
    }
    if (SENDER.matcher(text).find()) {
      return FailureCause.SENDER_REJECTED;
    }
    if (detail.startsWith("7.")) {
      return FailureCause.POLICY_REJECTED;
    }
    return switch (phase) {
      case MAIL -> FailureCause.SENDER_REJECTED;
      case RCPT -> FailureCause.RECIPIENT_REJECTED;
      case DATA,
          NAME_RESOLUTION,
          CONNECT,
          TLS,
          GREETING,
          EHLO,
          CAPABILITY,
          STARTTLS,
          AUTH,
          SELECT,
          DELIVERY,
          CLEANUP,
          LOGOUT ->
          FailureCause.PERMANENT_FAILURE;
    };
  }

  /// A login that one side rejects while the other side says that logins do not work right now is
  /// not a wrong password: Postfix has one reply for both.
  ///
  /// @param failure the rejected login
  /// @return the same with the better cause
  static Failure blamedOnBackEnd(Failure failure) {
    return new Failure(
        FailureCause.AUTH_UNAVAILABLE,
        failure.phase(),
        failure.summary(),
        failure
            .discreetSummary()
            .replace(FailureCause.AUTH_REJECTED.words(), FailureCause.AUTH_UNAVAILABLE.words()),
        failure.server(),
        failure.serverReply(),
        failure.details());
  }
}
