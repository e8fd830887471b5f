package dev.mailmonitor.alert.ntfy;

import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.PlainText;
import dev.mailmonitor.target.Redaction;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Judges why there was no answer at all.
final class NtfyFaults {
  private static final int QUOTED = 200;
  private static final int MAX_CAUSES = 20;

  private final String server;
  private final String via;
  private final Redaction redaction;

  /// @param server the server's address, for messages
  /// @param via the proxy on the way to it, for messages; empty for none
  /// @param redaction hides the logins
  NtfyFaults(String server, String via, Redaction redaction) {
    this.server = server;
    this.via = via;
    this.redaction = redaction;
  }

  /// No answer, or none that came to its end, within the time that there is.
  Attempt unanswered() {
    return new Sentence("The ntfy server %s%s did not answer in time".formatted(server, via))
        .withAdvice(
            "Check that it is up and reachable from here, that it really is an ntfy server, and look"
                + " into its log.");
  }

  Attempt judge(Throwable failure) {
    List<Throwable> causes = causes(failure);
    CertificateException certificate = first(causes, CertificateException.class);
    if (certificate != null) {
      return new Attempt.Final(
          ("The certificate of the ntfy server %s%s is not trusted (%s). Check the name in"
                  + " ntfy_server; if its certificate comes from an authority of your own, name that one"
                  + " in ca_file.")
              .formatted(server, via, words(certificate)));
    }
    SSLException tls = first(causes, SSLException.class);
    if (tls != null) {
      return later("The TLS connection to the ntfy server %s%s failed (%s)", words(tls))
          .withAdvice("Check that ntfy_server begins with https only if the server speaks TLS.");
    }
    UnknownHostException unknown = first(causes, UnknownHostException.class);
    if (unknown != null) {
      return later("The name of the ntfy server %s%s could not be resolved (%s)", words(unknown))
          .withAdvice("Check ntfy_server and this machine's DNS resolver.");
    }
    if (first(causes, ConnectException.class) != null) {
      return later("The ntfy server %s%s could not be reached (%s)", words(causes.getLast()))
          .withAdvice("Check that it is up and reachable from here.");
    }
    if (causes.stream().anyMatch(NtfyFaults::isTimeout)) {
      return unanswered();
    }
    return later("The ntfy server %s%s could not be asked (%s)", words(causes.getLast()))
        .withAdvice("Check the network, proxies on the way, and the server's log.");
  }

  private static boolean isTimeout(Throwable cause) {
    return cause.getClass().getSimpleName().contains("Timeout");
  }

  private Sentence later(String pattern, String words) {
    return new Sentence(pattern.formatted(server, via, words));
  }

  private record Sentence(String what) {
    Attempt withAdvice(String advice) {
      return new Attempt.Later(what + ". " + advice);
    }
  }

  private String words(Throwable cause) {
    String message = cause.getMessage();
    return PlainText.line(
        redaction.apply(message == null ? cause.getClass().getSimpleName() : message), QUOTED);
  }

  private static <T extends Throwable> @Nullable T first(List<Throwable> causes, Class<T> type) {
    return causes.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && causes.size() < MAX_CAUSES && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }
}
