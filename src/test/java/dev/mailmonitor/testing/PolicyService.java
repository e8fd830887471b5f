package dev.mailmonitor.testing;

import java.util.List;
import java.util.Map;

/// A policy service as Postfix asks them for each recipient: greylisting, quotas, rate limits are
/// made of such.
public final class PolicyService implements AutoCloseable {
  private final ScriptedServer server;

  private PolicyService(Map<String, String> replies) {
    server =
        ScriptedServer.plain(talk -> {
          while (true) {
            String action = "dunno";
            for (String line = talk.hear(); !line.isEmpty(); line = talk.hear()) {
              if (line.startsWith("recipient=")) {
                action = replies.getOrDefault(line.substring("recipient=".length()), action);
              }
            }
            talk.say("action=" + action + "\n\n");
          }
        });
  }

  /// Starts a service.
  ///
  /// @param replies recipient to what Postfix is to answer it; all others are let through
  public static PolicyService answering(Map<String, String> replies) {
    return new PolicyService(Map.copyOf(replies));
  }

  /// What to put before the other `smtpd_recipient_restrictions`.
  public String restriction() {
    return "check_policy_service inet:127.0.0.1:" + server.port();
  }

  /// Every line that Postfix has said.
  public List<String> heard() {
    return server.heard();
  }

  @Override
  public void close() {
    server.close();
  }
}
