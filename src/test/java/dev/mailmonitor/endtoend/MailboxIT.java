package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.MailHost;
import dev.mailmonitor.testing.NeedsMailServers;
import dev.mailmonitor.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What a check does to the mailbox that it is allowed into.
@NeedsMailServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailboxIT {
  private static final String LETTER =
      """
      Message-ID: <letter@elsewhere.test>
      From: a@elsewhere.test
      To: probe@mail.test
      Subject: Mail Monitor Test - what you asked

      Dear Probe,
      X-Mail-Monitor: true
      """;

  private MailHost host;

  @TempDir Path directory;

  @BeforeAll
  void start() {
    host = MailHost.start();
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @BeforeEach
  void empty_the_mailbox() throws IOException {
    for (String folder : List.of("INBOX", "Junk")) {
      for (Path mail : host.messages(host.user(), folder)) {
        Files.delete(mail);
      }
    }
  }

  private static String testMail(String instance) {
    return """
    Message-ID: <d7f0c54b-0e4e-4b44-8a4b-5e4b6d0f3c11@mail.test>
    From: <probe@mail.test>
    To: <probe@mail.test>
    Subject: Mail Monitor Test - 2026-01-16T10:30:00Z
    X-Mail-Monitor: true
    X-Mail-Monitor-Id: instance=%s; target=; run=d7f0c54b-0e4e-4b44-8a4b-5e4b6d0f3c11

    A test.
    """
        .formatted(instance);
  }

  /// The time of arrival, which IMAP shows as INTERNALDATE, is the file's time of change.
  private static void age(Path mail, Duration age) {
    try {
      Files.setLastModifiedTime(mail, FileTime.from(Instant.now().minus(age)));
    } catch (IOException e) {
      throw new UncheckedIOException(mail + " was not aged", e);
    }
  }

  private static Path flagged(Path mail, String flags) throws IOException {
    Path place = mail.resolveSibling("../cur").normalize();
    return Files.move(mail, place.resolve(mail.getFileName() + ":2," + flags));
  }

  /// Content by the name without flags, so that a mail that was moved within its folder is found.
  private Map<String, String> contents(String folder) {
    Map<String, String> contents = new TreeMap<>();
    for (Path mail : host.messages(host.user(), folder)) {
      try {
        contents.put(
            mail.getFileName().toString().replaceFirst("(,S=.*)?:2,.*", ""),
            Files.readString(mail));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return contents;
  }

  @Test
  void own_letters_stay_byte_for_byte_also_one_that_is_flagged_as_deleted() throws Exception {
    // Given
    host.deliver(host.user(), "INBOX", LETTER);
    flagged(host.deliver(host.user(), "INBOX", LETTER), "T");
    Path old = host.deliver(host.user(), "INBOX", LETTER);
    age(old, Duration.ofDays(400));
    host.deliver(host.user(), "Junk", LETTER);
    flagged(host.deliver(host.user(), "Junk", LETTER), "ST");
    Map<String, String> inbox = contents("INBOX");
    Map<String, String> junk = contents("Junk");

    // When
    Program.Run run = Installation.in(directory).reaching(host).run();

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(contents("INBOX")).hasSize(3).isEqualTo(inbox);
    assertThat(contents("Junk")).hasSize(2).isEqualTo(junk);
    assertThat(host.messages(host.user(), "INBOX"))
        .filteredOn(mail -> mail.toString().matches(".*:2,[A-S]*T.*"))
        .hasSize(1);
  }

  @Test
  void test_mails_of_any_monitor_are_removed_after_a_day_and_kept_before() {
    // Given
    String other = testMail("6a0f1f51-1c5c-4a1b-9d0f-5b4b0f3a7e10");
    Path young = host.deliver(host.user(), "INBOX", other);
    age(young, Duration.ofHours(23));
    age(host.deliver(host.user(), "INBOX", other), Duration.ofHours(25));
    age(host.deliver(host.user(), "Junk", other), Duration.ofDays(3));
    Path oldTool =
        host.deliver(
            host.user(),
            "INBOX",
            "Subject: Mail Monitor Test - 2026-01-16\nX-Mail-Monitor: true\n\nx\n");
    age(oldTool, Duration.ofDays(30));

    // When
    Program.Run run = Installation.in(directory).reaching(host).run();

    // Then
    assertThat(run.out()).matches(Installation.HEALTHY);
    assertThat(host.messages(host.user(), "INBOX"))
        .singleElement()
        .satisfies(mail ->
            assertThat(mail.getFileName().toString()).startsWith(young.getFileName().toString()));
    assertThat(host.messages(host.user(), "Junk")).isEmpty();
  }

  @Test
  void own_test_mails_of_a_run_that_was_killed_are_removed_at_once() {
    // Given
    Installation installation = Installation.in(directory).reaching(host);
    installation.run();
    String instance = installation.state().path("instance").asText();
    host.deliver(host.user(), "INBOX", testMail(instance));
    host.deliver(host.user(), "Junk", testMail(instance));

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.status()).isZero();
    assertThat(host.messages(host.user(), "INBOX")).isEmpty();
    assertThat(host.messages(host.user(), "Junk")).isEmpty();
  }

  @Test
  void letters_that_quote_a_test_mail_stay() {
    // Given
    Installation installation = Installation.in(directory).reaching(host);
    installation.run();
    String quoted = testMail(installation.state().path("instance").asText());
    Path bounce =
        host.deliver(
            host.user(),
            "INBOX",
            """
            From: MAILER-DAEMON@mail.test
            Subject: Undelivered Mail Returned to Sender
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/rfc822

            %s
            --b--
            """
                .formatted(quoted));
    age(bounce, Duration.ofDays(30));
    host.deliver(host.user(), "INBOX", "Subject: Fwd\n\n" + quoted);

    // When
    Program.Run run = installation.run();

    // Then
    assertThat(run.status()).isZero();
    assertThat(host.messages(host.user(), "INBOX")).hasSize(2);
  }
}
