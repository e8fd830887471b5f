package dev.mailmonitor.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// A test mail that an earlier check has waited for in vain, and that has come since.
///
/// @param run the token of the check that sent it
/// @param sentAt when the server had it
/// @param arrivedAt when it arrived, as its mailbox says (to the second), else when it was seen
/// @param place where it was found
public record LateMail(UUID run, Instant sentAt, Instant arrivedAt, Place place) {
  /// Where a mail was found.
  public enum Place {
    /// Where it belongs.
    INBOX,
    /// In the mailbox for unwanted mail.
    JUNK
  }

  /// A mail that was seen now.
  ///
  /// @param mail what was waited for
  /// @param dated when its mailbox says that it arrived
  /// @param place where it was found
  /// @param now when it was seen; a mailbox whose clock contradicts what was seen is not believed
  /// @return the mail
  static LateMail seen(PendingMail mail, Instant dated, Place place, Instant now) {
    // A clock that was set back since does not make the mail quicker than what was seen.
    Instant latest = now.isBefore(mail.missingAt()) ? mail.missingAt() : now;
    Instant notBefore = dated.isBefore(mail.missingAt()) ? mail.missingAt() : dated;
    return new LateMail(
        mail.run(), mail.sentAt(), notBefore.isAfter(latest) ? latest : notBefore, place);
  }

  /// How long it was on its way; never negative.
  public Duration delay() {
    Duration delay = Duration.between(sentAt, arrivedAt);
    return delay.isNegative() ? Duration.ZERO : delay;
  }
}
