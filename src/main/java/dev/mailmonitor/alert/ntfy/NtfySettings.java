package dev.mailmonitor.alert.ntfy;

import dev.mailmonitor.alert.Proxy;
import dev.mailmonitor.target.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where ntfy messages go.
///
/// @param server the server's root, `http` or `https`, without a trailing slash
/// @param topic `[-_A-Za-z0-9]{1,64}`
/// @param credentials how to log in there
/// @param failurePriority priority of a message about a failure, 1 (min) to 5 (max); all others
///   have ntfy's default
/// @param tags shown with each message; those that name an emoji are shown as one
/// @param proxy the HTTP proxy on the way to the server, or null for none
public record NtfySettings(
    URI server,
    String topic,
    Credentials credentials,
    int failurePriority,
    List<String> tags,
    @Nullable Proxy proxy) {

  /// The priority of a failure where nothing is configured: ntfy's `high`.
  public static final int HIGH = 4;

  /// Copies the tags.
  public NtfySettings {
    tags = List.copyOf(tags);
  }

  /// How to log in.
  public sealed interface Credentials {
    /// Not at all: a public topic.
    record None() implements Credentials {}

    /// With an access token.
    ///
    /// @param value the token
    record Token(Secret value) implements Credentials {}

    /// With a user name and a password.
    ///
    /// @param username the user
    /// @param password the user's password
    record UserPassword(String username, Secret password) implements Credentials {}
  }
}
