package dev.mailmonitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

@NeedsMailServers
class MailHostIT {
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void a_mail_sent_after_starttls_and_login_arrives() throws Exception {
    try (MailHost host = MailHost.start()) {
      // Given
      Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);

      // When
      send(host, "smtp", host.user(), host.user());

      // Then
      Path mail = awaitMail(host, host.user(), "INBOX");
      assertThat(MailHost.deliveredAt(mail)).isBetween(before, Instant.now());
      assertThat(Files.readString(mail)).contains("Message-ID: <one@client.test>");
      assertThat(host.messages(host.secondUser(), "INBOX")).isEmpty();
    }
  }

  @Test
  void tls_from_the_first_byte_and_both_imap_ports_work() throws Exception {
    try (MailHost host = MailHost.start()) {
      // When
      send(host, "smtps", host.user(), host.secondUser());

      // Then
      awaitMail(host, host.secondUser(), "INBOX");
      assertThat(inbox(host, "imaps", host.secondUser(), host.secondPassword())).isEqualTo(1);
      assertThat(inbox(host, "imap", host.secondUser(), host.secondPassword())).isEqualTo(1);
      assertThatThrownBy(() -> inbox(host, "imaps", host.user(), "wrong"))
          .hasMessageContaining("AUTHENTICATIONFAILED");
    }
  }

  @Test
  void mail_is_held_until_it_is_released() throws Exception {
    try (MailHost host = MailHost.start()) {
      // Given
      host.holdMail();
      send(host, "smtp", host.user(), host.user());
      await().atMost(SOON).until(() -> host.logs().contains("status=deferred"));
      assertThat(host.queuedMails()).isEqualTo(1);
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();

      // When
      Instant released = Instant.now().truncatedTo(ChronoUnit.MICROS);
      host.releaseMail();

      // Then
      Path mail = awaitMail(host, host.user(), "INBOX");
      assertThat(MailHost.deliveredAt(mail)).isAfterOrEqualTo(released);
    }
  }

  @Test
  void servers_stop_and_start_again_on_their_ports() throws Exception {
    try (MailHost host = MailHost.start()) {
      // When
      host.stopSmtp();
      host.stopImap();
      Throwable smtp = catchThrowable(() -> send(host, "smtp", host.user(), host.user()));
      Throwable imap = catchThrowable(() -> inbox(host, "imaps", host.user(), host.password()));
      host.startSmtp();
      host.startImap();

      // Then
      assertThat(smtp).hasStackTraceContaining("Connection refused");
      assertThat(imap).hasStackTraceContaining("Connection refused");
      send(host, "smtp", host.user(), host.user());
      awaitMail(host, host.user(), "INBOX");
      assertThat(inbox(host, "imap", host.user(), host.password())).isEqualTo(1);
    }
  }

  @Test
  void mail_is_still_sent_and_delivered_while_imap_is_down() throws Exception {
    try (MailHost host = MailHost.start()) {
      // Given
      host.stopImap();

      // When
      send(host, "smtp", host.user(), host.user());

      // Then
      awaitMail(host, host.user(), "INBOX");
    }
  }

  @Test
  void the_domain_of_message_ids_is_rewritten_on_request() throws Exception {
    try (MailHost host = MailHost.with().rewritingMessageIdDomain("inside.test").start()) {
      // When
      send(host, "smtp", host.user(), host.user());

      // Then
      assertThat(Files.readString(awaitMail(host, host.user(), "INBOX")))
          .contains("Message-ID: <one@inside.test>")
          .doesNotContain("one@client.test");
    }
  }

  @Test
  void recipients_are_answered_as_the_test_wants() throws Exception {
    try (MailHost host =
        MailHost.with()
            .answeringRecipient("probe@mail.test", "451 4.7.1 Greylisted, try again later")
            .answeringRecipient("second@mail.test", "550 5.7.1 Blocked")
            .start()) {
      // When
      Throwable greylisted = catchThrowable(() -> send(host, "smtp", host.user(), host.user()));
      Throwable blocked = catchThrowable(() -> send(host, "smtp", host.user(), host.secondUser()));

      // Then
      assertThat(greylisted)
          .isInstanceOf(SendFailedException.class)
          .hasStackTraceContaining("451 4.7.1")
          .hasStackTraceContaining("Greylisted, try again later");
      assertThat(blocked).hasStackTraceContaining("550 5.7.1").hasStackTraceContaining("Blocked");
    }
  }

  @Test
  void mail_goes_to_junk_on_request() throws Exception {
    try (MailHost host = MailHost.with().deliveringInto("Junk").start()) {
      // When
      send(host, "smtp", host.user(), host.user());

      // Then
      awaitMail(host, host.user(), "Junk");
      assertThat(host.messages(host.user(), "INBOX")).isEmpty();
    }
  }

  @Test
  void mail_that_the_store_rejects_bounces_to_its_sender() throws Exception {
    try (MailHost host = MailHost.start()) {
      // When
      send(host, "smtp", host.user(), MailHost.BOUNCING);

      // Then
      assertThat(Files.readString(awaitMail(host, host.user(), "INBOX")))
          .contains("multipart/report")
          .contains("Status: 5.1.1")
          .contains("<one@client.test>");
    }
  }

  @Test
  void a_mail_is_put_straight_into_a_folder() throws Exception {
    try (MailHost host = MailHost.start()) {
      // When
      Path mail = host.deliver(host.user(), "INBOX", "Subject: old\n\nHello\n");

      // Then
      assertThat(host.messages(host.user(), "INBOX")).containsExactly(mail);
      assertThat(inbox(host, "imaps", host.user(), host.password())).isEqualTo(1);
    }
  }

  @Test
  void the_servers_show_the_certificate_that_they_were_given() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create();
    try (MailHost host =
        MailHost.with()
            .authority(authority)
            .certificate(authority.issueExpired("localhost"))
            .start()) {
      // When
      Throwable smtp = catchThrowable(() -> send(host, "smtp", host.user(), host.user()));
      Throwable imap = catchThrowable(() -> inbox(host, "imaps", host.user(), host.password()));

      // Then
      assertThat(smtp).hasStackTraceContaining("CertificateExpiredException");
      assertThat(imap).hasStackTraceContaining("CertificateExpiredException");
    }
  }

  @Test
  void two_hosts_run_side_by_side_and_leave_nothing_behind() throws Exception {
    // Given
    Path first;
    Path second;

    // When
    try (MailHost one = MailHost.start();
        MailHost two = MailHost.start()) {
      first = one.directory();
      second = two.directory();
      send(one, "smtp", one.user(), one.user());
      send(two, "smtp", two.user(), two.secondUser());
      awaitMail(one, one.user(), "INBOX");
      awaitMail(two, two.secondUser(), "INBOX");
    }

    // Then
    assertThat(first).doesNotExist();
    assertThat(second).doesNotExist();
    assertThat(processesThatName(first)).isEmpty();
  }

  private static Path awaitMail(MailHost host, String user, String folder) {
    Callable<List<Path>> mails = () -> host.messages(user, folder);
    try {
      return await().atMost(SOON).until(mails, found -> found.size() == 1).getFirst();
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError("No mail in " + folder + " of " + user + "\n" + host.logs(), e);
    }
  }

  private static void send(MailHost host, String protocol, String from, String to)
      throws MessagingException {
    Session session = session(host, protocol);
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<one@client.test>");
          }
        };
    message.setFrom(new InternetAddress(from));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject("Hello");
    message.setText("World");
    message.saveChanges();
    int port = protocol.equals("smtps") ? host.smtpsPort() : host.smtpStarttlsPort();
    try (Transport transport = session.getTransport(protocol)) {
      transport.connect(host.host(), port, host.user(), host.password());
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  private static int inbox(MailHost host, String protocol, String user, String password)
      throws MessagingException {
    int port = protocol.equals("imaps") ? host.imapsPort() : host.imapStarttlsPort();
    try (Store store = session(host, protocol).getStore(protocol)) {
      store.connect(host.host(), port, user, password);
      try (Folder folder = store.getFolder("INBOX")) {
        folder.open(Folder.READ_ONLY);
        return folder.getMessageCount();
      }
    }
  }

  private static Session session(MailHost host, String protocol) {
    Properties properties = new Properties();
    String prefix = "mail." + protocol + ".";
    properties.put(
        prefix + "ssl.socketFactory", host.authority().clientContext().getSocketFactory());
    properties.setProperty(prefix + "socketFactory.fallback", "false");
    properties.setProperty(prefix + "starttls.enable", "true");
    properties.setProperty(prefix + "starttls.required", "true");
    properties.setProperty(prefix + "auth", "true");
    properties.setProperty(prefix + "localhost", "client.test");
    properties.setProperty(prefix + "connectiontimeout", "5000");
    properties.setProperty(prefix + "timeout", "5000");
    return Session.getInstance(properties);
  }

  private static List<String> processesThatName(Path directory) throws IOException {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> command.contains(directory.toString()))
        .toList();
  }
}
