package dev.mailmonitor.config;

/// How the service works. A single run ignores it.
///
/// @param maxConcurrentChecks how many checks run at the same time
/// @param maxConcurrentHandshakes how many TLS sessions are negotiated at the same time
/// @param managementHost address on which health and metrics are shown
/// @param managementPort port on which health and metrics are shown
/// @param logFormat how the log is written
public record ServiceSettings(
    int maxConcurrentChecks,
    int maxConcurrentHandshakes,
    String managementHost,
    int managementPort,
    LogFormat logFormat) {
  /// Where health and metrics are shown, as in a URL.
  public String managementAddress() {
    String host = managementHost.contains(":") ? "[" + managementHost + "]" : managementHost;
    return host + ":" + managementPort;
  }
}
