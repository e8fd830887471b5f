package dev.mailmonitor.mail;

import dev.mailmonitor.target.Endpoint;

/// A step of a session that failed: where, at which step, and how.
public final class MailFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Service service;
  private final transient Phase phase;
  private final transient Endpoint endpoint;
  private final transient Fault fault;

  MailFailure(Service service, Phase phase, Endpoint endpoint, Fault fault) {
    super(service + " " + phase.label() + " with " + endpoint + ": " + fault, null, false, false);
    this.service = service;
    this.phase = phase;
    this.endpoint = endpoint;
    this.fault = fault;
  }

  /// The session's protocol.
  public Service service() {
    return service;
  }

  /// The step that failed.
  public Phase phase() {
    return phase;
  }

  /// The server that it failed with.
  public Endpoint endpoint() {
    return endpoint;
  }

  /// How it failed.
  public Fault fault() {
    return fault;
  }
}
