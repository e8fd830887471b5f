package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.SmtpSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a run is called off: what it waits for ends soon, and its test mail is still removed where
/// that is possible at all.
final class CallOff {
  /// How long a server may still take for what it was asked before. A session that is silent for
  /// longer is given up, so that another one can do the cleanup.
  private static final Duration ANSWERS = Duration.ofMillis(1500);

  /// How long all of it may take, the cleanup included.
  private static final Duration WHOLE = Duration.ofSeconds(4);

  private final ImapAccess imap;
  private final SmtpSession smtp;
  private volatile @Nullable Deadline end;
  private Deadline answers = Deadline.after(Duration.ZERO);
  private boolean mailMayExist;
  private boolean testsAreOver;

  CallOff(ImapAccess imap, SmtpSession smtp) {
    this.imap = imap;
    this.smtp = smtp;
  }

  /// Calls the run off. To be said again and again: a run that is between two steps does not hear
  /// it.
  synchronized void say() {
    Deadline by = end;
    if (by == null) {
      answers = Deadline.after(ANSWERS);
      by = Deadline.after(WHOLE);
      end = by;
    }
    if (!mailMayExist) {
      imap.cancel();
      smtp.cancel();
    } else if (testsAreOver) {
      imap.hurry(by);
    } else {
      smtp.stopSending(answers);
      imap.stopWaiting();
      imap.hurry(answers);
    }
  }

  /// Whether the run was called off.
  boolean wasSaid() {
    return end != null;
  }

  /// By when a run that was called off has to be over.
  Deadline endOr(Deadline otherwise) {
    Deadline by = end;
    return by == null ? otherwise : by;
  }

  /// Notes whether there may be a mail to be removed.
  synchronized void mailMayExist(boolean may) {
    mailMayExist = may;
  }

  /// Whether there may be a mail to be removed.
  synchronized boolean mayMailExist() {
    return mailMayExist;
  }

  /// Notes that only the cleanup is left to be done.
  synchronized void testsAreOver() {
    testsAreOver = true;
  }

  /// Whether only the cleanup is left to be done.
  synchronized boolean areTestsOver() {
    return testsAreOver;
  }
}
