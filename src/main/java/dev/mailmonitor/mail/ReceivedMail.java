package dev.mailmonitor.mail;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mail in a mailbox, by its headers.
///
/// @param uid its unique identifier within the mailbox (RFC 3501 section 2.3.1.1)
/// @param receivedAt when the server says that it arrived, to the second, or null if it does not
///   say
/// @param headers those of its header fields that matter here
public record ReceivedMail(long uid, @Nullable Instant receivedAt, MailHeaders headers) {
  /// When the server says that it arrived, to the second.
  public Optional<Instant> internalDate() {
    return Optional.ofNullable(receivedAt);
  }
}
