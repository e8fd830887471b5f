package dev.mailmonitor.config;

/// How the service works. A single run ignores it.
///
/// @param maxConcurrentChecks how many checks run at the same time
/// @param maxConcurrentHandshakes how many TLS sessions are negotiated at the same time
public record ServiceSettings(int maxConcurrentChecks, int maxConcurrentHandshakes) {}
