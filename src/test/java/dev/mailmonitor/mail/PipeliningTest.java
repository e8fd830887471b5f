package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sending in one flight (RFC 2920): whatever the server answers, each reply belongs to its
/// command, and what is refused is not sent.
class PipeliningTest {
  private static final OutgoingMail MAIL =
      new OutgoingMail(
          "anna@example.org",
          "berta@example.org",
          List.of(Map.entry("Subject", "x")),
          "one\n.two\n");
  private static final String UNKNOWN = "550 5.1.1 <berta@example.org>: User unknown\r\n";

  /// What the server does once it has heard what comes after the login.
  private interface Rest {
    void play(Conversation talk) throws IOException;
  }

  private final List<String> heard = new ArrayList<>();

  private static ScriptedServer server(String extension, Rest rest) {
    return ScriptedServer.plain(talk -> {
      talk.say("220 mail.test ESMTP\r\n");
      talk.expect("EHLO");
      talk.say("250-mail.test\r\n250-" + extension + "\r\n250 AUTH PLAIN\r\n");
      talk.expect("AUTH");
      talk.say("235 2.7.0 Authentication successful\r\n");
      rest.play(talk);
      while (true) {
        talk.hear();
      }
    });
  }

  /// A server that says nothing before it has heard all three commands.
  private static ScriptedServer hearingAll(Rest rest) {
    return server(
        "PIPELINING",
        talk -> {
          talk.expect("MAIL FROM:<anna@example.org>");
          talk.expect("RCPT TO:<berta@example.org>");
          talk.expect("DATA");
          rest.play(talk);
        });
  }

  private static void content(Conversation talk) throws IOException {
    String line = talk.hear();
    while (!line.equals(".")) {
      line = talk.hear();
    }
  }

  /// Sends the mail and says goodbye.
  ///
  /// @return why the server did not get it; empty if it did
  private Optional<MailFailure> send(ScriptedServer server) {
    return send(server, Duration.ofSeconds(8));
  }

  private Optional<MailFailure> send(ScriptedServer server, Duration patience) {
    AtomicReference<Submission> sent = new AtomicReference<>();
    Optional<MailFailure> failure;
    try (SmtpSession session = StrangeServer.smtp(server.port())) {
      failure =
          StrangeServer.failure(() -> {
            session.open();
            sent.set(session.send(MAIL, Deadline.after(patience)));
          });
      StrangeServer.assertPresentable(session.transcript(), failure);
    }
    org.awaitility.Awaitility.await().until(() -> !server.failures().isEmpty());
    heard.addAll(server.heard());
    assertThat(failure.isPresent()).isNotEqualTo(sent.get() instanceof Submission.Accepted);
    return failure;
  }

  private static void assertRefused(Optional<MailFailure> failure, Phase phase, String words) {
    assertThat(failure).isPresent();
    assertThat(failure.get().phase()).isEqualTo(phase);
    assertThat(failure.get().fault())
        .isInstanceOfSatisfying(
            Fault.Rejected.class,
            rejected -> assertThat(rejected.reply().toString()).isEqualTo(words.strip()));
  }

  @Test
  void all_commands_up_to_data_are_said_before_the_first_answer() {
    try (ScriptedServer server =
        hearingAll(talk -> {
          talk.say("250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 go on\r\n");
          content(talk);
          talk.say("250 2.0.0 Ok: queued\r\n");
        })) {
      assertThat(send(server)).isEmpty();
    }
    assertThat(heard.subList(2, heard.size()))
        .containsExactly(
            "MAIL FROM:<anna@example.org>",
            "RCPT TO:<berta@example.org>",
            "DATA",
            "Subject: x",
            "",
            "one",
            "..two",
            ".",
            "QUIT");
  }

  @Test
  void answers_may_drip_in_and_have_several_lines() {
    try (ScriptedServer server =
        hearingAll(talk -> {
          talk.drip(
              "250-2.1.0 Ok\r\n250 2.1.0 Ok\r\n251 2.1.5 will forward\r\n354-go\r\n354 on\r\n",
              Duration.ofMillis(2));
          content(talk);
          talk.drip("250 2.0.0 Ok: queued\r\n", Duration.ofMillis(2));
        })) {
      assertThat(send(server)).isEmpty();
    }
  }

  @Test
  void a_server_that_does_not_offer_it_gets_one_command_at_a_time() {
    try (ScriptedServer server =
        server(
            "SIZE",
            talk -> {
              talk.expect("MAIL");
              talk.say("550 5.7.1 not you\r\n");
            })) {
      assertRefused(send(server), Phase.MAIL, "550 5.7.1 not you");
    }
    assertThat(heard).endsWith("MAIL FROM:<anna@example.org>", "QUIT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"503 5.5.1 RCPT first\r\n", "554 5.5.1 no valid recipients\r\n"})
  void a_refused_recipient_is_told_in_its_own_words(String answerToData) {
    try (ScriptedServer server =
        hearingAll(talk -> talk.say("250 2.1.0 Ok\r\n" + UNKNOWN + answerToData))) {
      assertRefused(send(server), Phase.RCPT, UNKNOWN);
    }
    assertThat(heard).endsWith("DATA", "QUIT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"554 5.5.1 no valid recipients\r\n", "250 2.0.0 Ok: queued as NOTHING\r\n"})
  void a_server_that_wants_the_mail_without_a_recipient_gets_a_lone_dot(String answerToDot) {
    try (ScriptedServer server =
        hearingAll(talk -> {
          talk.say("250 2.1.0 Ok\r\n" + UNKNOWN + "354 go on\r\n");
          talk.expect(".");
          talk.say(answerToDot);
        })) {
      assertRefused(send(server), Phase.RCPT, UNKNOWN);
    }
    assertThat(heard).endsWith("DATA", ".", "QUIT");
  }

  @Test
  void a_refused_sender_is_told_although_everything_after_it_is_refused_too() {
    try (ScriptedServer server =
        hearingAll(talk ->
            talk.say("553 5.7.1 not owned by user\r\n503 5.5.1 MAIL first\r\n503 5.5.1 no\r\n"))) {
      assertRefused(send(server), Phase.MAIL, "553 5.7.1 not owned by user");
    }
    assertThat(heard).endsWith("DATA", "QUIT");
  }

  @Test
  void a_server_that_refused_the_sender_and_takes_all_the_rest_gets_no_end_of_the_mail() {
    try (ScriptedServer server =
        hearingAll(
            talk -> talk.say("553 5.7.1 not owned by user\r\n250 2.1.5 Ok\r\n354 go on\r\n"))) {
      assertRefused(send(server), Phase.MAIL, "553 5.7.1 not owned by user");
    }
    assertThat(heard).endsWith("DATA");
  }

  @Test
  void a_refused_data_is_told_as_such() {
    try (ScriptedServer server =
        hearingAll(talk -> talk.say("250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n451 4.3.0 later\r\n"))) {
      assertRefused(send(server), Phase.DATA, "451 4.3.0 later");
    }
    assertThat(heard).endsWith("DATA", "QUIT");
  }

  @Test
  void a_server_that_shuts_down_in_the_middle_is_told_in_its_own_words() {
    try (ScriptedServer server =
        hearingAll(talk -> {
          talk.say("250 2.1.0 Ok\r\n421 4.3.2 Service shutting down\r\n");
          talk.close();
        })) {
      assertRefused(send(server), Phase.RCPT, "421 4.3.2 Service shutting down");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "250 2.1.0 Ok\r\n RCPT", "250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n DATA"})
  void a_connection_that_ends_is_told_at_the_command_that_has_no_answer(String answersAndStep) {
    int step = answersAndStep.length() - 4;
    try (ScriptedServer server =
        hearingAll(talk -> {
          talk.say(answersAndStep.substring(0, Math.max(0, step - 1)));
          talk.close();
        })) {

      // When
      Optional<MailFailure> failure = send(server);

      // Then
      assertThat(failure).isPresent();
      assertThat(failure.get().phase()).isEqualTo(Phase.valueOf(answersAndStep.substring(step)));
      assertThat(failure.get().fault()).isInstanceOf(Fault.Closed.class);
    }
  }

  @Test
  void a_server_that_falls_silent_is_told_at_the_command_that_has_no_answer() {
    try (ScriptedServer server = hearingAll(talk -> talk.say("250 2.1.0 Ok\r\n"))) {

      // When
      Optional<MailFailure> failure = send(server, Duration.ofSeconds(1));

      // Then
      assertThat(failure).isPresent();
      assertThat(failure.get().phase()).isEqualTo(Phase.RCPT);
      assertThat(failure.get().fault())
          .isInstanceOfSatisfying(
              Fault.Silent.class, silent -> assertThat(silent.within()).isFalse());
    }
  }

  @Test
  void a_refusal_stands_although_the_server_says_nothing_any_more() {
    try (ScriptedServer server = hearingAll(talk -> talk.say("250 2.1.0 Ok\r\n" + UNKNOWN))) {
      assertRefused(send(server, Duration.ofSeconds(1)), Phase.RCPT, UNKNOWN);
    }
    assertThat(heard).endsWith("DATA");
  }
}
