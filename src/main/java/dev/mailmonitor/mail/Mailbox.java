package dev.mailmonitor.mail;

/// A mailbox that was opened.
///
/// @param name its name
/// @param uidNext the least identifier that a new mail can get (RFC 3501 section 2.3.1.1)
/// @param uidValidity changes when identifiers begin anew (RFC 3501 section 2.3.1.1)
/// @param exists how many mails it holds
public record Mailbox(String name, long uidNext, long uidValidity, int exists) {
  /// Whether a mail has the same UID in both: it is the same mailbox, and its mails have kept their
  /// numbers.
  ///
  /// @param other the mailbox as it was opened another time
  public boolean sharesUidsWith(Mailbox other) {
    return name.equals(other.name) && uidValidity > 0 && uidValidity == other.uidValidity;
  }
}
