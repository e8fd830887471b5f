package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.Conversation;
import dev.mailmonitor.testing.Foreign;
import dev.mailmonitor.testing.ForeignText;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever an IMAP server answers, the session goes on or ends in a failure that can be told.
class ImapAnswersPropertyTest {
  /// How long the server listens after its answer, so that an end is not all that is seen.
  private static final Duration SILENCE = Duration.ofMillis(60);

  /// In what an answer may be given.
  enum Moment {
    GREETING(""),
    CAPABILITY("CAPABILITY"),
    LOGIN("LOGIN"),
    SELECT("SELECT"),
    HEADERS("UID FETCH"),
    NEWEST("FETCH"),
    SEARCH("UID SEARCH"),
    LIST("LIST"),
    NOOP("NOOP"),
    IDLE("IDLE"),
    STORE("UID STORE");

    private final String command;

    Moment(String command) {
      this.command = command;
    }
  }

  @Provide
  Arbitrary<byte[]> answers() {
    return Foreign.octets(
        14,
        "* ",
        "\r\n",
        "\r\n",
        "\r\n* ",
        "TAG OK done\r\n",
        "TAG NO [UNAVAILABLE] later\r\n",
        "TAG BAD correct horse\r\n",
        "* BYE shutting down\r\n",
        "+ idling\r\n",
        "1 FETCH (",
        "FETCH ",
        "UID 1 ",
        "UID 99999999999999999999 ",
        "BODY[HEADER.FIELDS (MESSAGE-ID)] {20}\r\nMessage-ID: <a@b>\r\n)",
        "BODY[] {3}\r\n",
        "BODY[]<0> NIL ",
        "BODY ((((",
        "BODYSTRUCTURE (\"text\" ",
        "ENVELOPE (NIL ",
        "FLAGS (\\Seen ",
        "INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" ",
        "INTERNALDATE \"yesterday\" ",
        "INTERNALDATE NIL ",
        "MODSEQ (",
        "RFC822.SIZE -1 ",
        ")",
        "(",
        "\"",
        "NIL ",
        "{3}\r\n",
        "{0}\r\n",
        "{99999999}\r\n",
        "SEARCH 1 x 99999999999999999999 ",
        "ESEARCH (TAG \"1\") ",
        "LIST (\\Junk) \"/\" Junk",
        "LIST () NIL NIL",
        "LIST (",
        "99999999999 EXISTS",
        "-1 EXISTS",
        "1 EXISTS\r\n",
        "OK [UIDNEXT 1] x\r\n",
        "OK [UIDVALIDITY x",
        "OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR]",
        "CAPABILITY IMAP4rev1 LOGINDISABLED ",
        "PREAUTH hello\r\n");
  }

  static List<String> savedAnswers() {
    return ForeignText.rows("imap-answers");
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void whatever_is_answered_is_told_or_survived(
      @ForAll("answers") byte[] answer, @ForAll Moment moment) {
    assertSurvived(answer, moment);
  }

  @ParameterizedTest
  @MethodSource("savedAnswers")
  void what_was_once_answered_is_told_or_survived(String answer) {
    for (Moment moment : List.of(Moment.GREETING, Moment.LOGIN, Moment.HEADERS, Moment.LIST)) {
      assertSurvived(ForeignText.octets(answer), moment);
    }
  }

  private static void assertSurvived(byte[] answer, Moment moment) {
    long started = System.nanoTime();
    try (ScriptedServer server = ScriptedServer.plain(talk -> play(talk, answer, moment));
        ImapSession session = StrangeServer.imap(server.port())) {
      Optional<MailFailure> failure = StrangeServer.failure(() -> use(session));
      StrangeServer.assertPresentable(session.transcript(), failure);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(6));
  }

  private static void play(Conversation talk, byte[] answer, Moment moment) throws IOException {
    if (moment == Moment.GREETING) {
      talk.say(answer);
      talk.hang(SILENCE);
      return;
    }
    ImapDialogue dialogue = ImapDialogue.begin(talk, "IDLE", "UIDPLUS", "SPECIAL-USE");
    String tag = dialogue.until(moment.command).tag();
    talk.say(
        new String(answer, StandardCharsets.ISO_8859_1)
            .replace("TAG", tag)
            .getBytes(StandardCharsets.ISO_8859_1));
    talk.hang(SILENCE);
  }

  private static void use(ImapSession session) throws MailFailure {
    session.open();
    MailboxReader reader = session.reader();
    Answer<Mailbox> selected = session.select("INBOX", StrangeServer.soon());
    session.expectJunkMailbox(StrangeServer.soon());
    Mailbox mailbox = selected.get();
    reader.mailsFrom(1, StrangeServer.soon()).get().forEach(mail -> mail.headers().isReport());
    reader.lookAhead(1, StrangeServer.soon()).get().mails().forEach(mail -> mail.headers());
    reader.lastMails(new Mailbox("INBOX", 1, 1, 5), 3, StrangeServer.soon()).get();
    reader.deliveryReport(1, StrangeServer.soon()).get();
    reader.search("SUBJECT x", StrangeServer.soon()).get();
    session.junkMailbox(StrangeServer.soon());
    reader.look(StrangeServer.soon()).get();
    session.idle(Duration.ofMillis(20), StrangeServer.soon());
    session.remove(List.of(mailbox.uidNext()), mail -> false, StrangeServer.soon());
  }
}
