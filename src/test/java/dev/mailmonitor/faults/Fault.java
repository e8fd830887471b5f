package dev.mailmonitor.faults;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.probe.FailureCause;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Place;
import dev.mailmonitor.testing.Post;
import dev.mailmonitor.testing.ServerCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A row of the table: what is wrong, and what is then expected of the program. What a row does not
/// say is as it should be: the other server works, and the program says so.
final class Fault {
  /// By when a run with `--timeout 20` has ended, whatever the servers do.
  static final Duration PROMISED = Duration.ofSeconds(22);

  final Group group;
  final String title;
  Scene.Script smtp = Scripts.goodSmtp();
  Scene.Script imap = Scripts.goodImap();
  @Nullable Supplier<Place> smtpPlace;
  @Nullable Supplier<Place> imapPlace;
  String smtpSecurity = "tls";
  String imapSecurity = "tls";
  boolean smtpInClear;
  boolean imapInClear;
  String smtpHost = "localhost";
  String imapHost = "localhost";
  Function<Certificates, ServerCertificate> smtpCertificate = Certificates::good;
  Function<Certificates, ServerCertificate> imapCertificate = Certificates::good;
  int receiveTimeout = 3;
  boolean alsoWithDefaultBounds;
  final List<String> arguments = new ArrayList<>();
  final List<Expected> failures = new ArrayList<>();
  String delivered = "Email delivered in ⟨0.3⟩s";
  final List<String> notes = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  final List<String> complaints = new ArrayList<>();
  @Nullable String advice;
  int exitStatus;
  int alerts = 1;
  Consumer<Post> post = post -> {};
  Consumer<NtfyStandIn> ntfy = server -> {};
  Consumer<Path> state = directory -> {};
  Optional<String> unchecked = Optional.empty();

  Fault(Group group, String title) {
    this.group = group;
    this.title = title;
  }

  // What is wrong.

  Fault smtp(Scene.Script script) {
    smtp = script;
    return this;
  }

  Fault imap(Scene.Script script) {
    imap = script;
    return this;
  }

  /// Instead of an SMTP server.
  Fault smtpAt(Supplier<Place> place) {
    smtpPlace = place;
    return this;
  }

  /// Instead of an IMAP server.
  Fault imapAt(Supplier<Place> place) {
    imapPlace = place;
    return this;
  }

  Fault smtpHost(String name) {
    smtpHost = name;
    return this;
  }

  Fault imapHost(String name) {
    imapHost = name;
    return this;
  }

  /// Both sessions begin in plain text and are protected by STARTTLS.
  Fault starttls() {
    smtpSecurity = "starttls";
    imapSecurity = "starttls";
    smtpInClear = true;
    imapInClear = true;
    return this;
  }

  /// Neither session is protected.
  Fault unprotected() {
    smtpSecurity = "none";
    imapSecurity = "none";
    smtpInClear = true;
    imapInClear = true;
    return this;
  }

  /// The SMTP server does not begin with TLS, whatever the client does.
  Fault smtpInClear() {
    smtpInClear = true;
    return this;
  }

  /// The IMAP server does not begin with TLS, whatever the client does.
  Fault imapInClear() {
    imapInClear = true;
    return this;
  }

  /// The SMTP server begins with TLS, whatever the client does.
  Fault smtpEncrypted() {
    smtpInClear = false;
    return this;
  }

  /// The IMAP server begins with TLS, whatever the client does.
  Fault imapEncrypted() {
    imapInClear = false;
    return this;
  }

  Fault smtpCertificate(Function<Certificates, ServerCertificate> certificate) {
    smtpCertificate = certificate;
    return this;
  }

  Fault imapCertificate(Function<Certificates, ServerCertificate> certificate) {
    imapCertificate = certificate;
    return this;
  }

  /// What is in the mailboxes, and what becomes of the test mail.
  Fault post(Consumer<Post> preparation) {
    post = preparation;
    return this;
  }

  Fault ntfy(Consumer<NtfyStandIn> preparation) {
    ntfy = preparation;
    return this;
  }

  /// What is wrong with the directory of the state file.
  Fault state(Consumer<Path> preparation) {
    state = preparation;
    return this;
  }

  Fault receiveTimeout(int seconds) {
    receiveTimeout = seconds;
    return this;
  }

  Fault arguments(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  // What is expected.

  /// It is also run without `--timeout`.
  Fault alsoWithDefaultBounds() {
    alsoWithDefaultBounds = true;
    return this;
  }

  /// A test fails without a word of the server.
  Fault fails(TestKind test, Phase phase, FailureCause cause, String reason) {
    return fails(
        new Expected(test, phase, cause, Expected.headline(test) + reason, null, List.of()));
  }

  /// A test fails in the words of the server.
  Fault refuses(TestKind test, Phase phase, FailureCause cause, String words) {
    return fails(
        new Expected(test, phase, cause, Expected.headline(test) + words, words, List.of()));
  }

  /// The mail did not come, or came elsewhere.
  Fault misses(FailureCause cause, String summary) {
    return fails(new Expected(TestKind.RECEIVE, Phase.DELIVERY, cause, summary, null, List.of()));
  }

  Fault fails(Expected failure) {
    failures.add(failure);
    exitStatus = 1;
    return this;
  }

  /// The last failure has these lines below it.
  Fault adding(String... lines) {
    failures.add(failures.removeLast().adding(lines));
    return this;
  }

  /// The server's words of the last failure.
  Fault saying(String words) {
    failures.add(failures.removeLast().saying(words));
    return this;
  }

  /// The last line, where the mail counts as delivered.
  Fault delivered(String text) {
    delivered = text;
    return this;
  }

  /// The lines below the passed send test.
  Fault noting(String... lines) {
    notes.addAll(List.of(lines));
    return this;
  }

  /// It is degraded.
  Fault warns(String warning, String whatToDo) {
    warnings.add(warning);
    advice = whatToDo;
    return this;
  }

  /// A warning or an error of the program itself, on the standard error output.
  Fault complains(String... lines) {
    complaints.addAll(List.of(lines));
    return this;
  }

  /// How many alerts arrive.
  Fault alerts(int count) {
    alerts = count;
    return this;
  }

  /// The alert is tried, and it does not arrive.
  Fault atLeastOneTry() {
    alerts = -1;
    return this;
  }

  /// No check takes place; the program says only this and ends with this status.
  Fault cannotCheck(int status, String why) {
    unchecked = Optional.of(why);
    exitStatus = status;
    complaints.add(why);
    alerts = 0;
    return this;
  }

  boolean passes() {
    return failures.isEmpty() && warnings.isEmpty() && unchecked.isEmpty();
  }

  Optional<Expected> failureOf(TestKind test) {
    return failures.stream().filter(failure -> failure.test() == test).findFirst();
  }

  @Override
  public String toString() {
    return group.title() + ": " + title;
  }
}
