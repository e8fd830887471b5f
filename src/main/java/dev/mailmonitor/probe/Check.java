package dev.mailmonitor.probe;

import dev.mailmonitor.mail.Deadline;
import dev.mailmonitor.mail.ImapSession;
import dev.mailmonitor.mail.MailFailure;
import dev.mailmonitor.mail.Mailbox;
import dev.mailmonitor.mail.Service;
import dev.mailmonitor.mail.SmtpSession;
import dev.mailmonitor.target.Target;
import dev.mailmonitor.tls.HandshakeGate;
import dev.mailmonitor.tls.PeerCertificate;
import dev.mailmonitor.tls.TlsClient;
import dev.mailmonitor.tls.TrustException;
import dev.mailmonitor.tls.TrustSources;
import dev.mailmonitor.tls.TrustedCertificates;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// The four tests of a target in their order: both sessions are opened side by side, the mail is
/// sent over the one and waited for in the other.
public final class Check {
  private static final Duration LOGINS = Duration.ofSeconds(30);
  private static final Duration SENDING = Duration.ofSeconds(30);

  private static final Duration LATE_MAILS = Duration.ofSeconds(5);
  private static final Duration LAST_LOOK = Duration.ofSeconds(1);

  /// A server that works needs no more; one that does not has to wait for the next check.
  private static final Duration LEAST_FOR_CLEANUP = Duration.ofSeconds(1);

  /// What the tests leave of a check's time: for the last answers, for saying so, for cleaning up.
  private static final Duration AFTER_TESTS = Cleanup.BOUND.plusSeconds(2);

  private final ImapAuthProbe imapAuth;
  private final SmtpAuthProbe smtpAuth;
  private final SendProbe send;
  private final ReceiveProbe receive;
  private final Cleanup cleanup;
  private final InstantSource clock;
  private final HandshakeGate gate;
  private final ConcurrentHashMap<TrustSources, TlsClient> tlsClients = new ConcurrentHashMap<>();

  /// A check made of its parts.
  ///
  /// @param imapAuth the first test
  /// @param smtpAuth the second test
  /// @param send the third test
  /// @param receive the fourth test
  /// @param cleanup removes the test mail afterwards
  /// @param clock tells the time of day
  /// @param gate bounds how many TLS sessions all runs negotiate at the same time
  public Check(
      ImapAuthProbe imapAuth,
      SmtpAuthProbe smtpAuth,
      SendProbe send,
      ReceiveProbe receive,
      Cleanup cleanup,
      InstantSource clock,
      HandshakeGate gate) {
    this.imapAuth = imapAuth;
    this.smtpAuth = smtpAuth;
    this.send = send;
    this.receive = receive;
    this.cleanup = cleanup;
    this.clock = clock;
    this.gate = gate;
  }

  /// A check made of the standard parts, for a few runs at the same time.
  ///
  /// @param clock tells the time of day
  /// @return the check
  public static Check standard(InstantSource clock) {
    return standard(clock, HandshakeGate.OPEN);
  }

  /// A check made of the standard parts.
  ///
  /// @param clock tells the time of day
  /// @param gate bounds how many TLS sessions all runs negotiate at the same time
  /// @return the check
  public static Check standard(InstantSource clock, HandshakeGate gate) {
    return new Check(
        new ImapAuthProbe(),
        new SmtpAuthProbe(),
        new SendProbe(),
        new ReceiveProbe(),
        new Cleanup(),
        clock,
        gate);
  }

  /// Prepares a run.
  ///
  /// @param target what is checked
  /// @param instance who checks, so that monitors that share a mailbox leave each other's mails
  ///   alone
  /// @return a run to be run once
  /// @throws TrustException if the trusted certificates cannot be read
  public Run prepare(Target target, String instance) throws TrustException {
    return prepare(target, instance, List.of());
  }

  /// Prepares a run that also looks for mails of earlier ones.
  ///
  /// @param target what is checked
  /// @param instance who checks
  /// @param pending mails that earlier checks have waited for in vain
  /// @return a run to be run once
  /// @throws TrustException if the trusted certificates cannot be read
  public Run prepare(Target target, String instance, List<PendingMail> pending)
      throws TrustException {
    return new Run(target, instance, pending, tlsClient(target.trust()));
  }

  private TlsClient tlsClient(TrustSources sources) throws TrustException {
    TlsClient known = tlsClients.get(sources);
    if (known != null) {
      return known;
    }
    TlsClient created = new TlsClient(new TrustedCertificates(sources).trustManager(), clock, gate);
    tlsClients.put(sources, created);
    return created;
  }

  /// The wait for a test mail.
  ///
  /// @param startNanos when it began, by [System#nanoTime()]
  /// @param atMost how long the mail may take
  public record Waiting(long startNanos, Duration atMost) {
    /// How long it has lasted.
    public Duration since() {
      return Duration.ofNanos(System.nanoTime() - startNanos);
    }
  }

  /// What became of a run's test mail.
  public enum Trace {
    /// There is none.
    NONE("No test mail is left behind."),
    /// It was there and is removed.
    REMOVED("Its test mail was removed."),
    /// It is in the mailbox, or may get there.
    LEFT("Its test mail was sent and could not be found and removed: the next check does it.");

    private final String words;

    Trace(String words) {
      this.words = words;
    }

    /// The same as a sentence for people.
    public String words() {
      return words;
    }

    /// What became of the mails of two runs.
    ///
    /// @param other what became of the other run's mail
    /// @return what there is more left to be done of
    public Trace orWorse(Trace other) {
      return other.compareTo(this) > 0 ? other : this;
    }
  }

  /// One run of the check. It keeps its IMAP session until it is closed, so that the cleanup can
  /// happen when the alert is on its way.
  public final class Run implements AutoCloseable {
    private final Target target;
    private final String instance;
    private final List<PendingMail> pending;
    private final Set<UUID> awaited = new HashSet<>();
    private final TlsClient tls;
    private final Instant startedAt = clock.instant();
    private final long startedNanos = System.nanoTime();
    private final Deadline whole;
    private final Deadline testsEnd;
    private final ImapAccess imap;
    private final SmtpSession smtp;
    private final CallOff callOff;
    private final FutureTask<Cleanup.Cleaned> cleaning = new FutureTask<>(this::clean);
    private volatile @Nullable Waiting waiting;
    private volatile @Nullable UUID sentRun;
    private boolean mailboxUsable;
    private @Nullable Mailbox inbox;
    private @Nullable Arrival arrival;

    private Run(Target target, String instance, List<PendingMail> pending, TlsClient tls) {
      this.target = target;
      this.instance = instance;
      this.pending = List.copyOf(pending);
      pending.forEach(mail -> awaited.add(mail.run()));
      this.tls = tls;
      Duration total = target.limits().total();
      Duration reserve =
          total.dividedBy(2).compareTo(AFTER_TESTS) < 0 ? total.dividedBy(2) : AFTER_TESTS;
      this.whole = Deadline.after(total);
      this.testsEnd = Deadline.after(total.minus(reserve));
      Deadline logins = testsEnd.orAfter(LOGINS);
      this.imap = new ImapAccess(until -> new ImapSession(target, this.tls, until), logins);
      this.smtp = new SmtpSession(target, this.tls, logins);
      this.callOff = new CallOff(imap, smtp);
    }

    /// Runs the four tests.
    ///
    /// @return what they found
    public CheckReport run() {
      Thread watchdog = Thread.startVirtualThread(this::abortWhenOver);
      try {
        return tests();
      } finally {
        watchdog.interrupt();
        smtp.close();
        callOff.testsAreOver();
      }
    }

    private CheckReport tests() {
      FutureTask<TestResult> smtpLogin = new FutureTask<>(() -> smtpAuth.probe(smtp));
      Thread.startVirtualThread(smtpLogin);
      TestResult imapResult = imapAuth.probe(imap.session());
      mailboxUsable = imapResult instanceof TestResult.Passed;
      if (mailboxUsable) {
        // Beside the SMTP login, where it costs no time.
        openInbox();
      }
      TestResult smtpResult = await(smtpLogin);
      List<TestResult> results =
          new ArrayList<>(
              Reconciliation.of(
                  imapResult,
                  smtpResult,
                  target.route().imapAccount().equals(target.route().smtpAccount())));
      if (results.stream().anyMatch(TestResult.Failed.class::isInstance)) {
        results.add(new TestResult.Skipped(TestKind.SEND, Reconciliation.blame(results)));
        results.add(new TestResult.Skipped(TestKind.RECEIVE, "Send Test did not run"));
        return report(results, null);
      }
      return sendAndReceive(results);
    }

    private void openInbox() {
      try {
        inbox = imap.select("INBOX", opening(), callOff::wasSaid);
      } catch (MailFailure failed) {
        arrival = new Arrival.Unknown(Diagnosis.of(TestKind.RECEIVE, failed));
      }
    }

    private CheckReport sendAndReceive(List<TestResult> results) {
      TestMail mail = TestMail.of(target, instance, clock.instant());
      sentRun = mail.run();
      callOff.mailMayExist(true);
      // A server that does not confirm the mail must leave time to look for it.
      Deadline most = testsEnd.orAfter(testsEnd.remaining().multipliedBy(3).dividedBy(4));
      Sent sent = send.probe(smtp, mail, target.route(), most.orAfter(SENDING));
      callOff.mailMayExist(!(sent instanceof Sent.Refused));
      smtp.close();
      switch (sent) {
        case Sent.Accepted accepted -> awaitMail(mail, accepted.at());
        case Sent.Uncertain uncertain -> awaitMail(mail, uncertain.at());
        case Sent.Refused _ -> {}
      }
      Delivery delivery = new Delivery(target, mail, sent, arrival);
      results.addAll(delivery.results());
      return report(results, delivery);
    }

    /// A mailbox that does not open must leave time to send: that works or does not by itself.
    private Deadline opening() {
      return testsEnd.orAfter(LOGINS).orAfter(testsEnd.remaining().dividedBy(2));
    }

    private void awaitMail(TestMail mail, long sentAt) {
      if (inbox == null) {
        return;
      }
      Deadline until = testsEnd.orAfter(target.limits().receiveTimeout());
      waiting = new Waiting(System.nanoTime(), target.limits().receiveTimeout());
      arrival = receive.probe(imap, inbox, mail, sentAt, until, callOff::wasSaid);
    }

    private CheckReport report(List<TestResult> results, @Nullable Delivery delivery) {
      List<LateMail> late = lateMails();
      late.forEach(mail -> awaited.remove(mail.run()));
      PendingMail undelivered = delivery == null ? null : undelivered(delivery);
      if (undelivered != null) {
        awaited.add(undelivered.run());
      }
      return new CheckReport(
          target.name(),
          startedAt,
          Duration.ofNanos(System.nanoTime() - startedNanos),
          results,
          new Warnings(target, clock.instant())
              .of(imap.certificate(), smtp.certificate(), delivery),
          imap.timings().and(smtp.timings()),
          delivery == null ? null : delivery.time(),
          late,
          undelivered,
          delivery == null ? null : delivery.mail().messageId(),
          certificates());
    }

    private Map<Service, PeerCertificate> certificates() {
      Map<Service, PeerCertificate> shown = new EnumMap<>(Service.class);
      imap.shownCertificate().ifPresent(certificate -> shown.put(Service.IMAP, certificate));
      smtp.shownCertificate().ifPresent(certificate -> shown.put(Service.SMTP, certificate));
      return shown;
    }

    private List<LateMail> lateMails() {
      if (pending.isEmpty() || !mailboxUsable || !imap.works() || callOff.wasSaid()) {
        return List.of();
      }
      Deadline until = testsEnd.passed() ? Deadline.after(LAST_LOOK) : testsEnd.orAfter(LATE_MAILS);
      return LateMails.find(imap.session(), pending, clock.instant(), until);
    }

    private @Nullable PendingMail undelivered(Delivery delivery) {
      OptionalLong since = delivery.pendingSince();
      if (since.isEmpty() || callOff.wasSaid()) {
        // A run that is called off leaves nothing behind.
        return null;
      }
      Instant sentAt = clock.instant().minusNanos(System.nanoTime() - since.getAsLong());
      return new PendingMail(delivery.mail().run(), sentAt, sentAt.plus(delivery.missedFor()));
    }

    /// Reads are bounded by themselves; this also ends a write that the other side does not take.
    private void abortWhenOver() {
      try {
        Thread.sleep(testsEnd.remaining().plusSeconds(3));
        smtp.abort();
        imap.abort();
      } catch (InterruptedException testsAreOver) {
        Thread.currentThread().interrupt();
      }
    }

    /// Removes this monitor's test mails, but for those that the next check is to see. To be called
    /// after [#run()], whatever it found.
    ///
    /// @return what was done; nothing if there is no mailbox to clean
    public Cleanup.Cleaned cleanUp() {
      cleaning.run();
      return await(cleaning);
    }

    private Cleanup.Cleaned clean() {
      if (!mailboxUsable || (callOff.wasSaid() && !callOff.mayMailExist())) {
        return Cleanup.Cleaned.NOTHING;
      }
      Deadline until = callOff.endOr(whole.orAfter(Cleanup.BOUND));
      if (until.remaining().compareTo(LEAST_FOR_CLEANUP) < 0) {
        until = Deadline.after(LEAST_FOR_CLEANUP);
      }
      Optional<Arrival.InInbox> arrived =
          arrival instanceof Arrival.InInbox seen ? Optional.of(seen) : Optional.empty();
      return cleanup.clean(imap, instance, clock.instant(), until, awaited, arrived);
    }

    /// Calls the run off: it ends within seconds, and its mail is removed where that is possible,
    /// also if the one who runs it is busy with something else. To be said again and again until
    /// the run is over. From any thread.
    public void callOff() {
      callOff.say();
      if (callOff.areTestsOver()) {
        Thread.startVirtualThread(cleaning);
      }
    }

    /// Whether nothing is left to be done but what its tests found out.
    public boolean isCleanedUp() {
      return cleaning.isDone();
    }

    /// What became of the test mail.
    public Trace trace() {
      UUID mail = sentRun;
      if (mail == null || !callOff.mayMailExist()) {
        return Trace.NONE;
      }
      return cleaning.isDone() && await(cleaning).has(mail) ? Trace.REMOVED : Trace.LEFT;
    }

    /// Whether the run was called off, so that its report says nothing.
    public boolean isCalledOff() {
      return callOff.wasSaid();
    }

    /// How long the test mail is waited for, if it is. From any thread.
    public Optional<Waiting> waiting() {
      return Optional.ofNullable(waiting);
    }

    /// By when the whole check, with state, alerts and cleanup, should be over.
    public Deadline deadline() {
      return whole;
    }

    /// How long each step took, the cleanup included if it happened.
    public dev.mailmonitor.mail.Timings timings() {
      return imap.timings().and(smtp.timings());
    }

    /// What was said in both sessions.
    public dev.mailmonitor.mail.Transcript transcript() {
      return imap.transcript().and(smtp.transcript());
    }

    @Override
    public void close() {
      smtp.close();
      imap.close();
    }
  }

  private static <T> T await(FutureTask<T> task) {
    try {
      // Bounded by the session's own deadline.
      return task.get();
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The check was interrupted", interrupted);
    }
  }
}
