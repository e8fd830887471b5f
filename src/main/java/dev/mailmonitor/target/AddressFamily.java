package dev.mailmonitor.target;

/// Which of a host's addresses are tried.
public enum AddressFamily {
  /// All of them, in the order in which the resolver gives them.
  ANY,
  /// IPv4 (A records) only.
  IPV4,
  /// IPv6 (AAAA records) only.
  IPV6
}
