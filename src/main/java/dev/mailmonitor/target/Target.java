package dev.mailmonitor.target;

import dev.mailmonitor.tls.TrustSources;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mail server as one account sees it: what one check checks.
///
/// @param name the target's name
/// @param route the way of the test mail
/// @param limits how long things may take
/// @param tolerance what is accepted without a warning
/// @param addressFamily which addresses of the hosts are tried
/// @param configuredEhloName the name to say in EHLO (RFC 5321 section 4.1.1.1), or null for a name
///   known without a look-up
/// @param trust where trusted certificates are read from
public record Target(
    TargetName name,
    Route route,
    Limits limits,
    Tolerance tolerance,
    AddressFamily addressFamily,
    @Nullable String configuredEhloName,
    TrustSources trust) {

  /// A target whose warnings are the default ones.
  ///
  /// @param name the target's name
  /// @param route the way of the test mail
  /// @param limits how long things may take
  /// @param addressFamily which addresses of the hosts are tried
  /// @param configuredEhloName the name to say in EHLO, or null
  /// @param trust where trusted certificates are read from
  public Target(
      TargetName name,
      Route route,
      Limits limits,
      AddressFamily addressFamily,
      @Nullable String configuredEhloName,
      TrustSources trust) {
    this(name, route, limits, Tolerance.DEFAULT, addressFamily, configuredEhloName, trust);
  }

  /// The same target with other warnings.
  ///
  /// @param other what is accepted without a warning
  /// @return the target
  public Target tolerating(Tolerance other) {
    return new Target(name, route, limits, other, addressFamily, configuredEhloName, trust);
  }

  /// The name to say in EHLO, if one was configured.
  public Optional<String> ehloName() {
    return Optional.ofNullable(configuredEhloName);
  }
}
