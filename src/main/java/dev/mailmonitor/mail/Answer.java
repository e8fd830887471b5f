package dev.mailmonitor.mail;

/// The answer to a question that is on its way. Questions that are asked one after the other before
/// the first answer is read go in one flight, so that they cost one round trip together.
///
/// @param <T> what is answered
@FunctionalInterface
public interface Answer<T> {
  /// Waits for the answer.
  ///
  /// @return what the server answered
  /// @throws MailFailure if it refuses, or does not answer rightly
  T get() throws MailFailure;
}
