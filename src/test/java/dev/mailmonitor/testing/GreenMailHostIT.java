package dev.mailmonitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GreenMailHostIT {
  @Test
  void a_mail_goes_in_and_comes_out_over_verified_tls() throws Exception {
    try (GreenMailHost host = GreenMailHost.start()) {
      // When
      send(host);

      // Then
      assertThat(host.messages()).isEqualTo(1);
      assertThat(inbox(host)).isEqualTo(1);
    }
  }

  @Test
  void servers_stop_and_start_again_on_their_ports() throws Exception {
    try (GreenMailHost host = GreenMailHost.start()) {
      // When
      host.stopServers();
      Throwable smtp = catchThrowable(() -> send(host));
      Throwable imap = catchThrowable(() -> inbox(host));
      host.startServers();

      // Then
      assertThat(smtp).hasStackTraceContaining("Connection refused");
      assertThat(imap).hasStackTraceContaining("Connection refused");
      send(host);
      assertThat(inbox(host)).isEqualTo(1);
    }
  }

  @Test
  void two_hosts_run_side_by_side() throws Exception {
    try (GreenMailHost one = GreenMailHost.start();
        GreenMailHost two = GreenMailHost.start()) {
      // When
      send(one);

      // Then
      assertThat(one.messages()).isEqualTo(1);
      assertThat(two.messages()).isZero();
    }
  }

  private static void send(GreenMailHost host) throws MessagingException {
    Session session = session(host, "smtps");
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(host.user()));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(host.user()));
    message.setSubject("Hello");
    message.setText("World");
    message.saveChanges();
    try (Transport transport = session.getTransport("smtps")) {
      transport.connect(host.host(), host.smtpsPort(), host.user(), host.password());
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  private static int inbox(GreenMailHost host) throws MessagingException {
    try (Store store = session(host, "imaps").getStore("imaps")) {
      store.connect(host.host(), host.imapsPort(), host.user(), host.password());
      try (Folder folder = store.getFolder("INBOX")) {
        folder.open(Folder.READ_ONLY);
        return folder.getMessageCount();
      }
    }
  }

  private static Session session(GreenMailHost host, String protocol) {
    Properties properties = new Properties();
    String prefix = "mail." + protocol + ".";
    properties.put(
        prefix + "ssl.socketFactory", host.authority().clientContext().getSocketFactory());
    properties.setProperty(prefix + "socketFactory.fallback", "false");
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.setProperty(prefix + "auth", "true");
    properties.setProperty(prefix + "localhost", "client.test");
    properties.setProperty(prefix + "connectiontimeout", "5000");
    properties.setProperty(prefix + "timeout", "5000");
    return Session.getInstance(properties);
  }
}
