package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
  private static final String PASSWORD = "correct \"horse\" battery";
  private static final Account ACCOUNT = new Account("anna@example.org", Secret.of(PASSWORD));

  private static Wire wire(Service service) {
    return new Wire(service, ACCOUNT, Deadline.after(Duration.ofSeconds(30)));
  }

  private static void server(Wire wire, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    wire.received(bytes, 0, bytes.length);
  }

  private static void client(Wire wire, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    wire.sent(bytes, 0, bytes.length);
  }

  private static List<Phase> phases(Wire wire) {
    return wire.timings().entries().stream().map(Timings.Entry::phase).toList();
  }

  @Test
  void the_steps_of_a_submission_are_timed_one_by_one() throws IOException {
    // Given
    Wire wire = wire(Service.SMTP);
    wire.enter(Phase.GREETING);

    // When
    server(wire, "220 mail ESMTP\r\n");
    client(wire, "EHLO me\r\n");
    server(wire, "250-mail\r\n250 AUTH PLAIN\r\n");
    client(wire, "AUTH PLAIN abc\r\n");
    server(wire, "235 ok\r\n");
    client(wire, "MAIL FROM:<a@b>\r\n");
    server(wire, "250 ok\r\n");
    client(wire, "RCPT TO:<a@b>\r\n");
    server(wire, "250 ok\r\n");
    client(wire, "DATA\r\n");
    server(wire, "354 go on\r\n");
    client(wire, "Subject: x\r\n\r\nQUIT\r\n.\r\n");
    server(wire, "250 queued\r\n");

    // Then
    assertThat(phases(wire))
        .containsExactly(
            Phase.NAME_RESOLUTION,
            Phase.GREETING,
            Phase.EHLO,
            Phase.AUTH,
            Phase.MAIL,
            Phase.RCPT,
            Phase.DATA);
    assertThat(wire.transcript().toString()).doesNotContain("Subject");
  }

  @Test
  void commands_in_one_flight_are_steps_that_begin_with_the_answer_before() throws IOException {
    // Given
    Wire wire = wire(Service.SMTP);

    // When
    client(wire, "MAIL FROM:<a@b>\r\nRCPT TO:<a@b>\r\nDATA\r\n");

    // Then
    assertThat(wire.phase()).isEqualTo(Phase.MAIL);
    server(wire, "250 ok\r\n250-");
    assertThat(wire.phase()).isEqualTo(Phase.RCPT);
    server(wire, "more\r\n250 ok\r\n");
    assertThat(wire.phase()).isEqualTo(Phase.DATA);
    server(wire, "354 go on\r\n");
    client(wire, "Subject: x\r\n\r\nQUIT\r\n.\r\n");
    server(wire, "250 queued\r\n");
    assertThat(phases(wire))
        .containsExactly(Phase.NAME_RESOLUTION, Phase.MAIL, Phase.RCPT, Phase.DATA);
    assertThat(wire.transcript().toString()).doesNotContain("Subject");
  }

  @Test
  void a_connection_that_breaks_broke_at_the_first_command_without_an_answer() throws IOException {
    // Given
    Wire wire = wire(Service.SMTP);
    client(wire, "MAIL FROM:<a@b>\r\nRCPT TO:<a@b>\r\nDATA\r\n");
    server(wire, "250 ok\r\n");

    // When
    wire.broke(new SocketTimeoutException());

    // Then
    assertThat(wire.phase()).isEqualTo(Phase.RCPT);
    assertThat(wire.fault().orElseThrow())
        .isInstanceOfSatisfying(
            Fault.Silent.class, silent -> assertThat(silent.within()).isFalse());
  }

  @Test
  void answers_of_imap_are_told_apart_by_their_tags() throws IOException {
    // Given
    Wire wire = wire(Service.IMAP);
    client(wire, "A1 LOGIN x y\r\n");
    server(wire, "A1 OK\r\n");
    client(wire, "A2 SELECT INBOX\r\nA3 LIST \"\" \"*\"\r\n");

    // When
    server(wire, "* LIST () \"/\" INBOX\r\nA3 OK\r\n");

    // Then
    assertThat(phases(wire)).doesNotContain(Phase.SELECT);
    server(wire, "* 0 EXISTS\r\nA2 OK\r\n");
    assertThat(phases(wire)).containsExactly(Phase.NAME_RESOLUTION, Phase.AUTH, Phase.SELECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"250-AUTH PLAIN", "* OK {900}\r\nx"})
  void what_was_slipped_in_before_tls_is_no_part_of_what_comes_after_it(String slippedIn)
      throws IOException {
    // Given
    Wire wire = wire(slippedIn.startsWith("*") ? Service.IMAP : Service.SMTP);
    server(wire, slippedIn);

    // When
    wire.secured("TLSv1.3");
    server(wire, "a line\r\n");

    // Then
    assertThat(wire.transcript().lines().getLast().text()).isEqualTo("a line");
  }

  @Test
  void the_way_is_as_long_as_the_quickest_answer() throws IOException {
    // Given
    Wire wire = wire(Service.IMAP);
    client(wire, "A1 LOGIN x y\r\n");

    // When
    server(wire, "A1 OK\r\n");
    Duration once = wire.shortestAnswer();
    client(wire, "A2 NOOP\r\nA3 NOOP\r\n");

    // Then
    assertThat(once).isLessThan(Duration.ofHours(1));
    server(wire, "A2 OK\r\nA3 OK\r\n");
    assertThat(wire.shortestAnswer()).isLessThanOrEqualTo(once);
  }

  @Test
  void the_steps_of_an_imap_login_are_timed_one_by_one() throws IOException {
    // Given
    Wire wire = wire(Service.IMAP);
    wire.enter(Phase.GREETING);

    // When
    server(wire, "* OK ready\r\n");
    client(wire, "A0 CAPABILITY\r\n");
    server(wire, "* CAPABILITY IMAP4rev1\r\nA0 OK\r\n");
    client(wire, "A1 LOGIN x y\r\n");
    server(wire, "A1 OK\r\n");
    client(wire, "A2 SELECT INBOX\r\n");
    server(wire, "* 0 EXISTS\r\nA2 OK\r\n");

    // Then
    assertThat(phases(wire))
        .containsExactly(
            Phase.NAME_RESOLUTION, Phase.GREETING, Phase.CAPABILITY, Phase.AUTH, Phase.SELECT);
  }

  @Test
  void a_password_never_stands_in_the_transcript_however_it_is_sent() throws IOException {
    // Given
    Wire imap = wire(Service.IMAP);
    Wire smtp = wire(Service.SMTP);
    String plain = base64("\0" + ACCOUNT.username() + "\0" + PASSWORD);

    // When
    client(imap, "A0 LOGIN anna@example.org \"correct \\\"horse\\\" battery\"\r\n");
    server(imap, "A0 BAD unknown command LOGIN anna@example.org " + PASSWORD + "\r\n");
    client(imap, "A1 LOGIN {16}\r\n");
    server(imap, "+ go on\r\n");
    client(imap, "anna@example.org {23}\r\n" + PASSWORD + "\r\n");
    server(imap, "A1 NO\r\n");
    client(imap, "A2 AUTHENTICATE PLAIN " + plain + "\r\n");
    client(smtp, "AUTH PLAIN " + plain + "\r\n");
    server(smtp, "500 what is " + plain + "\r\n");
    client(smtp, "AUTH LOGIN\r\n");
    server(smtp, "334 UGFzc3dvcmQ6\r\n");
    client(smtp, base64(PASSWORD) + "\r\n");

    // Then
    assertThat(imap.transcript().and(smtp.transcript()).toString())
        .contains("A0 LOGIN (hidden)", "A2 AUTHENTICATE PLAIN (hidden)", "AUTH PLAIN (hidden)")
        .contains("unknown command LOGIN anna@example.org (hidden)")
        .doesNotContain("horse", plain, base64(PASSWORD));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void the_first_reason_for_a_broken_connection_counts() {
    // Given
    Wire wire = wire(Service.SMTP);

    // When
    wire.broke(new SocketTimeoutException());
    wire.broke(new EOFException());

    // Then
    assertThat(wire.fault()).containsInstanceOf(Fault.Silent.class);
  }

  @Test
  void a_server_that_says_goodbye_and_does_not_close_is_not_waited_for() throws IOException {
    // Given
    Wire wire = wire(Service.IMAP);
    client(wire, "A1 NOOP\r\n");

    // When
    server(wire, "* BYE Server shutting down.\r\n");

    // Then
    assertThat(wire.answerBy().remaining()).isLessThan(Duration.ofSeconds(1));
    wire.broke(new SocketTimeoutException());
    assertThat(wire.fault())
        .contains(new Fault.Rejected(new ServerReply("BYE", "Server shutting down.")));
  }

  @Test
  void a_reset_is_told_from_a_close() {
    // Given
    Wire reset = wire(Service.SMTP);
    Wire closed = wire(Service.SMTP);

    // When
    reset.broke(new SocketException("Connection reset"));
    closed.broke(new EOFException());

    // Then
    assertThat(reset.fault()).contains(new Fault.Closed("the connection was reset"));
    assertThat(closed.fault()).contains(new Fault.Closed("the server closed the connection"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"* 1 FETCH (BODY[] {4294967295}\r\n", "* 1 FETCH (BODY[] {99999999}\r\n"})
  void a_literal_that_would_fill_the_memory_is_refused_before_it_is_read(String line) {
    // Given
    Wire wire = wire(Service.IMAP);

    // When / Then
    assertThatThrownBy(() -> server(wire, line)).isInstanceOf(Incoming.Nonsense.class);
  }

  @Test
  void what_stands_in_a_literal_is_not_taken_for_the_servers_words() throws IOException {
    // Given
    Wire wire = wire(Service.IMAP);
    client(wire, "A1 UID FETCH 1 (BODY)\r\n");

    // When
    server(wire, "* 1 FETCH (BODY[] {10}\r\nA1 OK abc\n)\r\n");

    // Then
    assertThat(wire.transcript().toString()).doesNotContain("A1 OK abc").contains("< )");
  }

  @Test
  void a_line_without_end_is_refused() {
    // Given
    Wire wire = wire(Service.SMTP);

    // When / Then
    assertThatThrownBy(() -> server(wire, "220-" + "x".repeat(70_000)))
        .isInstanceOf(Incoming.Nonsense.class);
  }

  @Test
  void a_server_that_never_stops_talking_is_cut_off() {
    // Given
    Wire wire = wire(Service.SMTP);
    String talk = "250-still talking\r\n".repeat(1000);

    // When / Then
    assertThatThrownBy(
            () -> {
              server(wire, talk);
              server(wire, talk);
            })
        .isInstanceOf(Incoming.Nonsense.class)
        .hasMessageContaining("1000 lines");
  }

  @Test
  void mails_without_an_end_are_cut_off() {
    // Given
    Wire wire = wire(Service.IMAP);
    String talk = "* 1 FETCH (BODY[] {9000}\r\n" + "x".repeat(9000) + ")\r\n";

    // When / Then
    assertThatThrownBy(
            () -> {
              for (int round = 0; round < 2000; round++) {
                server(wire, talk);
              }
            })
        .isInstanceOf(Incoming.Nonsense.class)
        .hasMessageContaining("16 MiB");
  }

  @Test
  void a_server_that_was_kept_waiting_has_its_time_after_that() throws InterruptedException {
    // Given
    Deadline check = Deadline.after(Duration.ofHours(1));
    Wire wire = new Wire(Service.SMTP, ACCOUNT, check.orAfter(Duration.ofSeconds(1)));
    Thread.sleep(1100);
    assertThat(wire.answerBy().passed()).isTrue();

    // When
    wire.putOff(Duration.ofMinutes(10));

    // Then
    assertThat(wire.stage().remaining()).isGreaterThan(Duration.ofMinutes(8));
    assertThat(wire.answerBy().remaining()).isBetween(Duration.ofSeconds(1), Wire.COMMAND);
  }
}
