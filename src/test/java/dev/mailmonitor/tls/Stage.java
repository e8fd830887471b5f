package dev.mailmonitor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.CertificateAuthority;
import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ScriptedServer;
import java.net.IDN;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Shows chains to trust managers within a real handshake, since they ask for its session.
final class Stage extends X509ExtendedTrustManager {
  private final X509Certificate[] chain;
  private final List<X509ExtendedTrustManager> judges;
  private final List<String> verdicts = new ArrayList<>();

  Stage(List<X509Certificate> chain, List<X509ExtendedTrustManager> judges) {
    this.chain = chain.toArray(X509Certificate[]::new);
    this.judges = judges;
  }

  /// What each of them says: nothing, or why not.
  static List<String> verdicts(TrustCases.Case tried, X509ExtendedTrustManager... judges)
      throws Exception {
    Stage stage = new Stage(tried.chain(), List.of(judges));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {stage}, null);
    try (ScriptedServer server =
            ScriptedServer.tls(
                CertificateAuthority.selfSigned("stage").serverContext(), Conversation::hang);
        Socket raw = new Socket(InetAddress.getLoopbackAddress(), server.port());
        SSLSocket socket =
            (SSLSocket)
                context
                    .getSocketFactory()
                    .createSocket(raw, IDN.toASCII(tried.host()), server.port(), true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
    }
    return stage.verdicts;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType, Socket socket) {
    for (X509ExtendedTrustManager judge : judges) {
      try {
        judge.checkServerTrusted(chain, authType, socket);
        verdicts.add("");
      } catch (CertificateException refused) {
        verdicts.add(String.valueOf(refused.getMessage()));
      }
      assertThat(((SSLSocket) socket).getSSLParameters().getEndpointIdentificationAlgorithm())
          .isEqualTo("HTTPS");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType, SSLEngine engine) {
    throw new IllegalStateException("There is no engine");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String authType) {
    throw new IllegalStateException("There is a socket");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType, Socket socket) {
    throw new IllegalStateException("This is the client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType, SSLEngine engine) {
    throw new IllegalStateException("This is the client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String authType) {
    throw new IllegalStateException("This is the client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
