package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.Foreign;
import dev.mailmonitor.testing.ForeignText;
import dev.mailmonitor.testing.ScriptedServer;
import dev.mailmonitor.testing.SmtpDialogue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever an SMTP server answers, the session goes on or ends in a failure that can be told.
class SmtpAnswersPropertyTest {
  private static final OutgoingMail MAIL =
      new OutgoingMail(
          "anna@example.org", "anna@example.org", List.of(Map.entry("Subject", "x")), "x\r\n");

  /// In what an answer may be given.
  enum Moment {
    GREETING(""),
    EHLO("EHLO"),
    AUTH("AUTH"),
    MAIL("MAIL"),
    RCPT("RCPT"),
    DATA("DATA"),
    END("."),
    QUIT("QUIT");

    private final String command;

    Moment(String command) {
      this.command = command;
    }
  }

  @Provide
  Arbitrary<byte[]> answers() {
    return Foreign.octets(
        10,
        "220 ",
        "220-",
        "250 ",
        "250-",
        "250-AUTH PLAIN LOGIN\r\n",
        "250 AUTH=LOGIN\r\n",
        "250-SIZE 99999999999999999999\r\n",
        "250 STARTTLS\r\n",
        "334 ",
        "334 VXNlcm5hbWU6\r\n",
        "235 2.7.0 ok\r\n",
        "354 go on\r\n",
        "421 4.7.0 too many connections\r\n",
        "535-5.7.8 no\r\n",
        "535 5.7.8 correct horse\r\n",
        "999 x\r\n",
        "-1 x\r\n",
        "2",
        "25",
        "\r\n",
        "\n",
        "\r",
        " ");
  }

  static List<String> savedAnswers() {
    return ForeignText.rows("smtp-answers");
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void whatever_is_answered_is_told_or_survived(
      @ForAll("answers") byte[] answer, @ForAll Moment moment, @ForAll boolean pipelining) {
    assertSurvived(answer, moment, pipelining);
  }

  @ParameterizedTest
  @MethodSource("savedAnswers")
  void what_was_once_answered_is_told_or_survived(String answer) {
    for (Moment moment : List.of(Moment.GREETING, Moment.EHLO, Moment.AUTH, Moment.END)) {
      assertSurvived(ForeignText.octets(answer), moment, true);
    }
    assertSurvived(ForeignText.octets(answer), Moment.RCPT, true);
  }

  private static void assertSurvived(byte[] answer, Moment moment, boolean pipelining) {
    long started = System.nanoTime();
    try (ScriptedServer server =
            ScriptedServer.plain(talk -> play(talk, answer, moment, pipelining));
        SmtpSession session = StrangeServer.smtp(server.port())) {
      Optional<MailFailure> failure =
          StrangeServer.failure(() -> {
            session.open();
            session.send(MAIL, StrangeServer.soon());
          });
      StrangeServer.assertPresentable(session.transcript(), failure);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(6));
  }

  private static void play(Conversation talk, byte[] answer, Moment moment, boolean pipelining)
      throws IOException {
    if (moment != Moment.GREETING) {
      SmtpDialogue dialogue = SmtpDialogue.begin(talk);
      (pipelining ? dialogue : dialogue.withoutPipelining()).until(moment.command);
    }
    talk.say(answer);
    talk.hang(Duration.ofMillis(60));
  }

  @Provide
  Arbitrary<List<String>> rejections() {
    return Arbitraries.oneOf(Arbitraries.strings().ascii().ofMaxLength(40), Foreign.texts(24))
        .map(text -> text.replaceAll("[\r\n]", "").strip())
        .filter(text -> !ServerReply.clean(text).isEmpty() && Foreign.isValid(text))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  /// RFC 5321 section 4.2.1: a hyphen behind the code of every line but the last.
  @Property(tries = 120)
  void a_rejection_of_several_lines_is_told_as_one(@ForAll("rejections") List<String> lines) {
    StringBuilder answer = new StringBuilder();
    for (int index = 0; index < lines.size(); index++) {
      answer.append("550").append(index + 1 < lines.size() ? '-' : ' ').append(lines.get(index));
      answer.append("\r\n");
    }

    Optional<MailFailure> failure;
    try (ScriptedServer server =
            ScriptedServer.plain(talk -> {
              SmtpDialogue.begin(talk).until("RCPT");
              talk.say(answer.toString());
              talk.hang();
            });
        SmtpSession session = StrangeServer.smtp(server.port())) {
      failure =
          StrangeServer.failure(() -> {
            session.open();
            session.send(MAIL, StrangeServer.soon());
          });
    }

    assertThat(failure.orElseThrow().fault())
        .isEqualTo(
            new Fault.Rejected(
                new ServerReply("550", lines.stream().collect(Collectors.joining(" ")))));
  }
}
