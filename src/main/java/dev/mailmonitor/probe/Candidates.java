package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Answer;
import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.Fault;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.Mailbox;
import dev.mailmonitor.mail.ReceivedMail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The mails of a mailbox that may be test mails: its newest ones, and those that the server finds
/// by the subject. They are asked for at once and read later, so that another mailbox can be asked
/// in the same flight; then this one has to be opened again if more is wanted of it.
final class Candidates {
  private static final int NEWEST = 50;

  /// More than these are not looked at in one mailbox.
  private static final int MOST_HINTS = 200;

  private static final String SUBJECT = "SUBJECT \"" + TestMail.SUBJECT + "\"";
  private static final String MARK = "HEADER " + TestMail.MARK + " true";

  private final ImapSession session;
  private final String name;
  private final Deadline until;
  private final Answer<Mailbox> opening;
  private final @Nullable Answer<List<ReceivedMail>> newest;
  private final Answer<SortedSet<Long>> hints;
  private @Nullable Mailbox mailbox;

  private Candidates(
      ImapSession session, String name, Answer<Mailbox> opening, boolean isOpen, Deadline until)
      throws MailFailure {
    this.session = session;
    this.name = name;
    this.until = until;
    this.opening = opening;
    this.newest = isOpen ? newest(opening.get()) : null;
    this.hints = session.reader().search(SUBJECT, until);
  }

  /// Asks for those of the mailbox that is open.
  ///
  /// @param session an open session
  /// @param open that mailbox
  /// @param until by when they must be here
  static Candidates ofOpen(ImapSession session, Mailbox open, Deadline until) throws MailFailure {
    return new Candidates(session, open.name(), () -> open, true, until);
  }

  /// Asks for those of a mailbox that is opened for it.
  ///
  /// @param session an open session
  /// @param name the mailbox
  /// @param until by when they must be here
  static Candidates of(ImapSession session, String name, Deadline until) throws MailFailure {
    return new Candidates(session, name, session.select(name, until), false, until);
  }

  private Answer<List<ReceivedMail>> newest(Mailbox open) {
    return session.reader().lastMails(open, NEWEST, until);
  }

  String mailbox() {
    return name;
  }

  /// Reads them.
  ///
  /// @throws MailFailure if the server does not answer rightly
  List<ReceivedMail> mails() throws MailFailure {
    Mailbox opened = opening.get();
    mailbox = opened;
    List<ReceivedMail> mails = new ArrayList<>((newest == null ? newest(opened) : newest).get());
    SortedSet<Long> others = hinted();
    mails.forEach(mail -> others.remove(mail.uid()));
    if (!others.isEmpty() && open()) {
      narrow(others);
      List<Long> wanted = others.reversed().stream().limit(MOST_HINTS).toList();
      mails.addAll(session.reader().mails(wanted, until).get());
    }
    return mails;
  }

  /// Only hints where to look further back: servers search late or wrongly, or not at all.
  private SortedSet<Long> hinted() throws MailFailure {
    try {
      return new TreeSet<>(hints.get());
    } catch (MailFailure failed) {
      return noneIfRefused(failed);
    }
  }

  /// Too many answers and reports quote the subject; a server that cannot search for other fields
  /// finds nothing.
  private void narrow(SortedSet<Long> others) throws MailFailure {
    if (others.size() <= MOST_HINTS) {
      return;
    }
    SortedSet<Long> marked;
    try {
      marked = session.reader().search(SUBJECT + " " + MARK, until).get();
    } catch (MailFailure failed) {
      marked = noneIfRefused(failed);
    }
    if (!marked.isEmpty()) {
      others.retainAll(marked);
    }
  }

  private static SortedSet<Long> noneIfRefused(MailFailure failed) throws MailFailure {
    if (failed.fault() instanceof Fault.Rejected) {
      return new TreeSet<>();
    }
    throw failed;
  }

  /// Opens the mailbox again if another one was opened meanwhile.
  ///
  /// @return whether the mails that were read still have the same UIDs
  boolean open() throws MailFailure {
    Optional<Mailbox> open = session.opened().filter(one -> one.name().equals(name));
    Mailbox now = open.isPresent() ? open.get() : session.select(name, until).get();
    return mailbox != null && now.sharesUidsWith(mailbox);
  }
}
