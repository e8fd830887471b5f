package dev.mailmonitor.probe;

import java.time.Instant;
import java.util.UUID;

/// A test mail that was sent and has not been seen in time: it may still come.
///
/// @param run the token of the check that sent it
/// @param sentAt when the server had it
/// @param missingAt when it was last looked for in vain; the same if nobody could look
public record PendingMail(UUID run, Instant sentAt, Instant missingAt) {}
