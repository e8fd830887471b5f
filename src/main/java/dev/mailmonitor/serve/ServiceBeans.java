package dev.mailmonitor.serve;

import dev.mailmonitor.monitor.Monitor;
import dev.mailmonitor.monitor.Sleeper;
import dev.mailmonitor.probe.Check;
import dev.mailmonitor.probe.Cleanup;
import dev.mailmonitor.probe.ImapAuthProbe;
import dev.mailmonitor.probe.ReceiveProbe;
import dev.mailmonitor.probe.SendProbe;
import dev.mailmonitor.probe.SmtpAuthProbe;
import dev.mailmonitor.schedule.Timetable;
import dev.mailmonitor.tls.HandshakeGate;
import dev.mailmonitor.watch.WatchListener;
import dev.mailmonitor.watch.Watchtower;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.random.RandomGenerator;

/// The beans of the service. They are made when they are first needed, so a container that only
/// delivers alerts makes none of them.
@Singleton
public class ServiceBeans {
  /// What the service is made of.
  @Produces
  @Singleton
  Blueprint blueprint() {
    return Blueprint.current()
        .orElseThrow(() -> new IllegalStateException("The container does not run for a service"));
  }

  /// What tells the time.
  @Produces
  @Singleton
  Clock clock(Blueprint blueprint) {
    return blueprint.clock();
  }

  /// The first test.
  @Produces
  @Singleton
  ImapAuthProbe imapAuthProbe() {
    return new ImapAuthProbe();
  }

  /// The second test.
  @Produces
  @Singleton
  SmtpAuthProbe smtpAuthProbe() {
    return new SmtpAuthProbe();
  }

  /// The third test.
  @Produces
  @Singleton
  SendProbe sendProbe() {
    return new SendProbe();
  }

  /// The fourth test.
  @Produces
  @Singleton
  ReceiveProbe receiveProbe() {
    return new ReceiveProbe();
  }

  /// Bounds the TLS sessions that all checks negotiate at the same time.
  @Produces
  @Singleton
  HandshakeGate handshakeGate(Blueprint blueprint) {
    return new HandshakeGate(
        blueprint.configuration().settings().service().maxConcurrentHandshakes());
  }

  /// The four tests in their order.
  @Produces
  @Singleton
  Check check(
      ImapAuthProbe imapAuth,
      SmtpAuthProbe smtpAuth,
      SendProbe send,
      ReceiveProbe receive,
      Clock clock,
      HandshakeGate gate) {
    return new Check(imapAuth, smtpAuth, send, receive, new Cleanup(), clock, gate);
  }

  /// One monitored check.
  @Produces
  @Singleton
  Monitor monitor(Check check, Clock clock) {
    return new Monitor(check, clock, Sleeper.REAL, RandomGenerator.getDefault());
  }

  /// Everything that is watched.
  @Produces
  @Singleton
  Watchtower watchtower(
      Monitor monitor, Clock clock, Blueprint blueprint, Instance<WatchListener> listeners) {
    return new Watchtower(
        monitor,
        new Timetable<>(RandomGenerator.getDefault()),
        listeners.stream().toList(),
        clock,
        RandomGenerator.getDefault(),
        blueprint.configuration().settings().service().maxConcurrentChecks());
  }
}
