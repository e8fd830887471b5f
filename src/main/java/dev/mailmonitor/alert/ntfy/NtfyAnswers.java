package dev.mailmonitor.alert.ntfy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.PlainText;
import dev.mailmonitor.target.Redaction;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Judges what a server answered to a published message.
final class NtfyAnswers {
  /// An id is a text: other services answer `{"id":5}`.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private static final int QUOTED = 200;

  /// ntfy's number for a used-up daily quota; it bans addresses that go on trying.
  private static final int DAILY_QUOTA = 42908;

  /// ntfy's number for a text that is too long for a message, where attachments are not allowed.
  private static final int WOULD_BE_ATTACHMENT = 40014;

  private static final int TOO_LARGE = 413;

  private static final Duration QUOTA_PAUSE = Duration.ofHours(1);

  private final String server;
  private final InstantSource clock;
  private final Redaction redaction;

  /// @param server the server's address, for messages
  /// @param clock tells how far away a `Retry-After` is
  /// @param redaction hides the login: a server may send back what it was sent
  NtfyAnswers(String server, InstantSource clock, Redaction redaction) {
    this.server = server;
    this.clock = clock;
    this.redaction = redaction;
  }

  /// Whether a shorter message may be accepted.
  ///
  /// @param status the HTTP status
  /// @param body the body
  static boolean isTooLarge(int status, String body) {
    return status == TOO_LARGE || isTooLarge(status, parse(body));
  }

  private static boolean isTooLarge(int status, NtfyReply reply) {
    Integer code = reply.code();
    return status == 400 && code != null && code == WOULD_BE_ATTACHMENT;
  }

  /// Judges an answer.
  ///
  /// @param status the HTTP status
  /// @param body the body or the beginning of a long one, possibly empty, possibly not JSON
  /// @param retryAfter the `Retry-After` header (RFC 9110 section 10.2.3), or null
  /// @param location the `Location` header, or null
  Attempt judge(int status, String body, @Nullable String retryAfter, @Nullable String location) {
    NtfyReply reply = parse(body);
    if (status >= 200 && status < 300) {
      String id = reply.id() == null ? "" : PlainText.line(reply.id(), 64);
      if (id.isEmpty()) {
        return new Attempt.Final(
            ("The server at %s answered %d, but not as an ntfy server does, so the alert cannot be"
                    + " taken as delivered. Check that ntfy_server is the root address of an ntfy"
                    + " server.")
                .formatted(server, status));
      }
      return new Attempt.Accepted(words(id, 64));
    }
    String said = "The ntfy server %s answered %d%s.".formatted(server, status, quote(reply, body));
    if (status == 429 || status == 408 || status == 425 || status >= 500) {
      return new Attempt.Later(
          said + " " + adviceForLater(status, reply), pause(reply, retryAfter));
    }
    return new Attempt.Final(
        said + " " + adviceForFinal(isTooLarge(status, reply) ? TOO_LARGE : status, location));
  }

  private static String adviceForLater(int status, NtfyReply reply) {
    if (reply.code() != null && reply.code() == DAILY_QUOTA) {
      return "The day's quota of messages is used up; ntfy resets it at 00:00 UTC. Use an account"
          + " with a larger quota or a server of your own.";
    }
    if (status == 429) {
      return "Too many messages were sent. If this lasts, use an account with higher limits or a server"
          + " of your own.";
    }
    return "If this lasts, look into the server's log or its status page.";
  }

  private String adviceForFinal(int status, @Nullable String location) {
    return switch (status) {
      case 400 -> "Check ntfy_topic: it has 1 to 64 letters, digits, '-' or '_'.";
      case 401 ->
          "Check ntfy_token, or the user name and password for ntfy: the server does not"
              + " know them.";
      case 403 ->
          "Check who may publish to this topic: it may be reserved or need a login"
              + " (ntfy_token), or the login lacks write access to it.";
      case 404 ->
          "Check that ntfy_server is the root address of an ntfy server, without a topic or"
              + " a path.";
      case 407 -> "Check the user name and password of the proxy (HTTPS_PROXY, HTTP_PROXY).";
      case 413 ->
          "Even the shortened message was too large: check the size limits of the server"
              + " and of proxies before it.";
      case 300, 301, 302, 303, 307, 308 ->
          "Redirects are not followed, because they would hand the alert and the login to another"
              + " server. Set ntfy_server to the address that it redirects to%s."
                  .formatted(location == null ? "" : ": " + words(location, QUOTED));
      default -> "Check ntfy_server, ntfy_topic and what stands between here and the server.";
    };
  }

  private @Nullable Duration pause(NtfyReply reply, @Nullable String retryAfter) {
    if (retryAfter != null) {
      Duration asked = parseRetryAfter(retryAfter.strip());
      if (asked != null) {
        return asked;
      }
    }
    return reply.code() != null && reply.code() == DAILY_QUOTA ? QUOTA_PAUSE : null;
  }

  private @Nullable Duration parseRetryAfter(String value) {
    if (value.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Duration until =
          Duration.between(
              clock.instant(),
              ZonedDateTime.parse(
                      value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                  .toInstant());
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeException exception) {
      return null;
    }
  }

  private static NtfyReply parse(String body) {
    try {
      NtfyReply reply = JSON.readValue(body, NtfyReply.class);
      return reply == null ? NtfyReply.NOTHING : reply;
    } catch (JsonProcessingException exception) {
      return NtfyReply.NOTHING;
    }
  }

  private String quote(NtfyReply reply, String body) {
    String error = reply.error();
    if (error != null) {
      String link = reply.link() == null ? "" : ", see " + words(reply.link(), QUOTED);
      return " (%s%s%s)"
          .formatted(reply.code() == null ? "" : reply.code() + ": ", words(error, QUOTED), link);
    }
    String text = words(body, QUOTED);
    return text.isEmpty() ? "" : " (\"" + text + "\")";
  }

  /// Redacted before it is cut, so that no part of a secret remains.
  private String words(String said, int longest) {
    return PlainText.line(redaction.apply(said), longest);
  }
}
