package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.DeliveryReport;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.ReceivedMail;
import dev.mailmonitor.mail.ServerReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What mails that came instead of the test mail say about it.
final class Reports {
  /// Reports cost time, and anybody can send them.
  private static final int MOST = 10;

  private final TestMail mail;
  private final Deadline answers;
  private final List<String> explanations = new ArrayList<>();
  private int read;

  /// @param mail the test mail
  /// @param answers by when the last answer must be here
  Reports(TestMail mail, Deadline answers) {
    this.mail = mail;
    this.answers = answers;
  }

  /// Adds a reason of another kind.
  ///
  /// @param sentence one line
  void explain(String sentence) {
    explanations.add(sentence);
  }

  /// What is known about the reason why it does not come, one sentence a line.
  List<String> explanations() {
    return explanations;
  }

  /// What a report about the test mail says, if it says that the mail does not come any more.
  ///
  /// @param session a session with the mailbox open
  /// @param received the mail that may be the report
  /// @throws MailFailure if the server does not answer rightly
  Optional<Bounce> bounce(ImapSession session, ReceivedMail received) throws MailFailure {
    if (read == MOST) {
      return Optional.empty();
    }
    if (!received.headers().isReport()) {
      explainByLooseBounce(session, received);
      return Optional.empty();
    }
    read++;
    Optional<DeliveryReport> report =
        session.reader().deliveryReport(received.uid(), answers).get().filter(mail::isSubjectOf);
    report
        .flatMap(about -> Bounce.first(about, "delayed"))
        .ifPresent(delay -> explanations.add("the server reports a delay: " + delay.words()));
    return report.flatMap(about -> Bounce.first(about, "failed"));
  }

  /// A bounce in a form of its own cannot be told from a warning of a delay, so that it explains
  /// the wait and does not end it.
  private void explainByLooseBounce(ImapSession session, ReceivedMail received) throws MailFailure {
    if (!received.headers().isFromMailSystem()) {
      return;
    }
    read++;
    if (session.reader().contains(received.uid(), mail.run().toString(), answers).get()) {
      explanations.add(
          "a mail from %s with the subject \"%s\" quotes the test mail: it may say why"
              .formatted(
                  ServerReply.clean(received.headers().first("From").orElse("the mail system")),
                  ServerReply.clean(received.headers().first("Subject").orElse(""))));
    }
  }
}
