package dev.mailmonitor.alert.email;

import dev.mailmonitor.alert.Alert;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What makes mail programs show the mails of one incident together. Every id follows from what the
/// alert itself says, so that it is the same after a restart, and when a mail is sent again: many
/// servers drop the second one.
///
/// An alert's id is made of its target and the moment in which it was decided. An alert about the
/// end of something, or about its lasting, says when that began, and so answers the alert that was
/// decided then.
///
/// @param id the mail's `Message-ID`
/// @param beginning the `Message-ID` of the mail that it answers, if it answers one
record Incident(String id, Optional<String> beginning) {
  /// The incident that an alert belongs to.
  ///
  /// @param alert the alert
  /// @param sender who writes, a mail address: its domain becomes that of the ids, and two monitors
  ///   of the same target most likely differ in it
  /// @return the ids
  static Incident of(Alert alert, String sender) {
    Alert.Span span = alert.span();
    boolean answer = span != null && !span.from().equals(alert.raisedAt());
    return new Incident(
        id(alert, alert.raisedAt(), sender),
        answer && span != null ? Optional.of(id(alert, span.from(), sender)) : Optional.empty());
  }

  private static String id(Alert alert, Instant decidedAt, String sender) {
    String key = String.join("\n", sender, alert.target().value(), decidedAt.toString());
    UUID name = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    return "<" + name + sender.substring(sender.lastIndexOf('@')) + ">";
  }
}
