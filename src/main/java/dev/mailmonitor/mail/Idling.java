package dev.mailmonitor.mail;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/// Waiting until the server tells of new mails by itself (RFC 2177).
final class Idling {
  /// A server that is deaf to IDLE must not take the time in which the mail may come.
  private static final Duration BEGINS = Duration.ofSeconds(4);

  private final ImapTalk talk;
  private final Wire wire;
  private volatile @Nullable Runnable wakeUp;
  private boolean refused;

  Idling(ImapTalk talk, Wire wire) {
    this.talk = talk;
    this.wire = wire;
  }

  boolean isPossible() {
    return !refused && talk.offers("IDLE");
  }

  /// Waits.
  ///
  /// @param patience how long at most
  /// @param until by when the session must be usable again
  /// @return whether the server told of new mails
  boolean await(Duration patience, Deadline until) throws MailFailure {
    wire.allow(until);
    return talk.run(imap -> {
      imap.settle();
      return await(imap, patience);
    });
  }

  private boolean await(ImapConnection imap, Duration patience)
      throws IOException, ProtocolException {
    String tag = imap.writeCommand("IDLE", null);
    wire.expectAnswerWithin(BEGINS);
    AtomicBoolean done = new AtomicBoolean();
    Runnable finish =
        () -> {
          if (done.compareAndSet(false, true)) {
            imap.idleAbort();
          }
        };
    Thread alarm = null;
    boolean news = false;
    try {
      while (true) {
        Response response = imap.next();
        if (response.isContinuation()) {
          wire.expectAnswerWithin(patience.plus(Wire.COMMAND));
          wakeUp = finish;
          alarm = Thread.startVirtualThread(() -> sleepThen(patience, finish));
        } else if (response.isTagged() && response.getTag().equals(tag)) {
          refused = alarm == null;
          return news;
        } else if (response.isBYE()) {
          imap.handleResult(response);
        } else if (ImapConnection.isNews(response)) {
          news = true;
          if (alarm != null) {
            finish.run();
          }
        }
      }
    } finally {
      wakeUp = null;
      if (alarm != null) {
        alarm.interrupt();
      }
    }
  }

  private static void sleepThen(Duration duration, Runnable action) {
    try {
      Thread.sleep(duration);
      action.run();
    } catch (InterruptedException nothingToDo) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the waiting; from any thread.
  void stop() {
    Runnable finish = wakeUp;
    if (finish != null) {
      finish.run();
    }
  }
}
