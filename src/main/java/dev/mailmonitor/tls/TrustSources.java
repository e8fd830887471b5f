package dev.mailmonitor.tls;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where trusted certificates are read from, beside the roots that Java brings along.
///
/// @param systemBundleFile the operating system's PEM bundle, or null if there is none
/// @param additionalFile a PEM file of the administrator's own authorities, or null
public record TrustSources(@Nullable Path systemBundleFile, @Nullable Path additionalFile) {
  /// Java's roots only.
  public static final TrustSources JAVA_ONLY = new TrustSources(null, null);

  /// The operating system's PEM bundle.
  public Optional<Path> systemBundle() {
    return Optional.ofNullable(systemBundleFile);
  }

  /// The administrator's own authorities.
  public Optional<Path> additional() {
    return Optional.ofNullable(additionalFile);
  }
}
