package dev.mailmonitor.alert.ntfy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.PlainText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Judges what a server answered to a published message.
final class NtfyAnswers {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int QUOTED = 200;

  /// ntfy's number for a used-up daily quota; it bans addresses that go on trying.
  private static final int DAILY_QUOTA = 42908;

  private static final Duration QUOTA_PAUSE = Duration.ofHours(1);

  private final String server;
  private final InstantSource clock;
  private final UnaryOperator<String> withoutSecrets;

  NtfyAnswers(String server, InstantSource clock) {
    this(server, clock, UnaryOperator.identity());
  }

  /// @param server its address, for messages
  /// @param clock what a `Retry-After` is reckoned from
  /// @param withoutSecrets takes our login out of what is quoted, before that is cut or cleaned:
  ///   half of a password is still half of a password
  NtfyAnswers(String server, InstantSource clock, UnaryOperator<String> withoutSecrets) {
    this.server = server;
    this.clock = clock;
    this.withoutSecrets = withoutSecrets;
  }

  /// Judges an answer.
  ///
  /// @param status the HTTP status
  /// @param body the whole body, possibly empty, possibly not JSON
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
      return new Attempt.Accepted(id);
    }
    String said = "The ntfy server %s answered %d%s.".formatted(server, status, quote(reply, body));
    if (status == 429 || status == 408 || status == 425 || status >= 500) {
      return new Attempt.Later(
          said + " " + adviceForLater(status, reply), pause(reply, retryAfter));
    }
    return new Attempt.Final(said + " " + adviceForFinal(status, location));
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
                  .formatted(location == null ? "" : ": " + quoted(location));
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

  private String quoted(String words) {
    return PlainText.line(withoutSecrets.apply(words), QUOTED);
  }

  private String quote(NtfyReply reply, String body) {
    String error = reply.error();
    if (error != null) {
      String link = reply.link() == null ? "" : ", see " + quoted(reply.link());
      return " (%s%s%s)"
          .formatted(reply.code() == null ? "" : reply.code() + ": ", quoted(error), link);
    }
    String text = quoted(body);
    return text.isEmpty() ? "" : " (\"" + text + "\")";
  }
}
