package dev.mailmonitor.faults;

import static dev.mailmonitor.faults.Scripts.goodImap;
import static dev.mailmonitor.faults.Scripts.imapAlwaysAnswers;
import static dev.mailmonitor.faults.Scripts.imapAnswers;
import static dev.mailmonitor.faults.Scripts.imapBabblesAt;
import static dev.mailmonitor.faults.Scripts.imapClosesAt;
import static dev.mailmonitor.faults.Scripts.imapDripsAt;
import static dev.mailmonitor.faults.Scripts.imapFloodsAt;
import static dev.mailmonitor.faults.Scripts.imapSilentAt;
import static dev.mailmonitor.probe.FailureCause.MAILBOX_UNREADABLE;
import static dev.mailmonitor.probe.FailureCause.NO_ANSWER;
import static dev.mailmonitor.probe.FailureCause.PROTOCOL_ERROR;
import static dev.mailmonitor.probe.FailureCause.SERVICE_UNAVAILABLE;
import static dev.mailmonitor.probe.TestKind.RECEIVE;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.probe.FailureCause;
import java.util.List;

/// The mail was accepted, and the mailbox cannot be looked into.
final class WaitingFaults {
  private WaitingFaults() {}

  private static Fault fault(String title) {
    return new Fault(Group.WAITING, title);
  }

  private static Fault silent(String title, Scene.Script imap) {
    return fault(title)
        .imap(imap)
        .fails(RECEIVE, Phase.DELIVERY, NO_ANSWER, "no answer within ⟨5⟩ s (delivery)");
  }

  private static Fault slow(String title, Scene.Script imap) {
    return fault(title)
        .imap(imap)
        .fails(RECEIVE, Phase.DELIVERY, NO_ANSWER, "no complete answer within ⟨5⟩ s (delivery)");
  }

  private static Fault nonsense(String title, Scene.Script imap, String reason) {
    return fault(title).imap(imap).fails(RECEIVE, Phase.DELIVERY, PROTOCOL_ERROR, reason);
  }

  private static Fault error(String title, String command, FailureCause cause, String words) {
    return fault(title)
        .imap(imapAlwaysAnswers(command, words))
        .refuses(RECEIVE, command.equals("SELECT") ? Phase.SELECT : Phase.DELIVERY, cause, words);
  }

  static List<Fault> rows() {
    return List.of(
        fault("The IMAP server falls silent after SELECT")
            .imap(imapSilentAt("SELECT"))
            .alsoWithDefaultBounds()
            .fails(RECEIVE, Phase.SELECT, NO_ANSWER, "no answer within ⟨6⟩ s (SELECT)"),
        silent("The IMAP server falls silent while the mail is waited for", imapSilentAt("NOOP"))
            .alsoWithDefaultBounds(),
        silent(
            "The IMAP server falls silent when it is to show the mail", imapSilentAt("UID FETCH")),
        slow(
            "The IMAP server answers with one byte a second",
            imapDripsAt("NOOP", "* OK " + "slow ".repeat(20))),
        slow(
            "The IMAP server falls silent in the middle of a mail",
            scene -> {
              scene.imap().until("UID FETCH");
              scene.say("* 1 FETCH (UID 1 BODY[HEADER.FIELDS (MESSAGE-ID)] {500}", "Message-ID: <");
              scene.talk().hang();
            }),
        nonsense(
            "The IMAP server tells of new mail again and again, and never answers",
            imapBabblesAt("NOOP", "* 1 EXISTS"),
            "the server's answer did not end within ⟨5⟩ s and ⟨40⟩ lines (delivery)"),
        nonsense(
                "The IMAP server tells of new mail again and again during IDLE, and does not let it end",
                duringIdle(scene -> Scripts.babble(scene, "* 1 EXISTS")),
                "the server's answer did not end within ⟨4⟩ s and ⟨40⟩ lines (delivery)")
            .post(post -> post.whose((office, mail) -> {})),
        nonsense(
                "The IMAP server tells of new mail without an end during IDLE",
                duringIdle(scene -> Scripts.flood(scene, "* 1 EXISTS\r\n")),
                "the server sent more than ⟨100000⟩ lines without ending its answer")
            .post(post -> post.whose((office, mail) -> {})),
        fault("The IMAP server's answer to SELECT never ends")
            .imap(imapFloodsAt("SELECT", "* 1 EXISTS\r\n"))
            .fails(
                RECEIVE,
                Phase.SELECT,
                PROTOCOL_ERROR,
                "the server sent more than ⟨100000⟩ lines without ending its answer"),
        nonsense(
            "The IMAP server tells of new mail without an end",
            imapFloodsAt("NOOP", "* 1 EXISTS\r\n"),
            "the server sent more than ⟨100000⟩ lines without ending its answer"),
        nonsense(
            "The IMAP server sends mails without an end",
            imapFloodsAt(
                "UID FETCH", "* 1 FETCH (UID 1 BODY[] {4000}\r\n" + "x".repeat(4000) + ")\r\n"),
            "the server sent more than 16 MiB"),
        nonsense(
            "The IMAP server announces a mail of many gigabytes",
            imapAnswersBefore("UID FETCH", "* 1 FETCH (UID 1 BODY[] {99999999999}"),
            "the server announced a literal of 99999999999 bytes"),
        nonsense(
            "The IMAP server's answer is a line without an end",
            imapFloodsAt("NOOP", "x"),
            "the server sent a line of more than 4096 KiB"),
        error(
            "The IMAP server has an internal error",
            "NOOP",
            SERVICE_UNAVAILABLE,
            "NO [SERVERBUG] Internal error occurred. Refer to server log."),
        error(
            "The INBOX cannot be opened",
            "SELECT",
            MAILBOX_UNREADABLE,
            "NO Mailbox can't be selected"),
        error(
            "The mail storage is down",
            "SELECT",
            SERVICE_UNAVAILABLE,
            "NO [UNAVAILABLE] Backend unavailable"),
        error(
            "The mails cannot be read",
            "UID FETCH",
            MAILBOX_UNREADABLE,
            "NO Some messages could not be FETCHed"),
        error(
            "The IMAP server does not understand a command",
            "UID FETCH",
            PROTOCOL_ERROR,
            "BAD Error in IMAP command UID FETCH"),
        fault("The IMAP server shuts down while the mail is waited for, and stays away")
            .imap(
                Scripts.first(
                    scene -> {
                      scene.imap().until("NOOP");
                      scene.say("* BYE Server shutting down.");
                    },
                    Scripts.greets("* BYE Server shutting down.")))
            .refuses(RECEIVE, Phase.DELIVERY, SERVICE_UNAVAILABLE, "BYE Server shutting down.")
            .adding("the session could not be opened again: BYE Server shutting down."),
        fault("The IMAP server answers only with the tag of another command")
            .imap(scene -> {
              scene.imap().until("SELECT");
              scene.say("B7 OK SELECT completed");
              scene.talk().hang();
            })
            .fails(RECEIVE, Phase.SELECT, NO_ANSWER, "no answer within ⟨6⟩ s (SELECT)")
            .adding("the last that it said: B7 OK SELECT completed"),
        fault("The IMAP session is cut, and the login is then rejected")
            .imap(
                Scripts.first(
                    imapClosesAt("NOOP"),
                    imapAnswers("LOGIN", "NO [AUTHENTICATIONFAILED] Authentication failed.")))
            .fails(
                RECEIVE,
                Phase.DELIVERY,
                FailureCause.CONNECTION_CLOSED,
                "Connection closed: the server closed the connection")
            .adding(
                "the session could not be opened again: NO [AUTHENTICATIONFAILED] Authentication"
                    + " failed."),
        fault("The INBOX disappears while the mail is waited for")
            .receiveTimeout(4)
            .post(post -> post.whose((office, mail) -> office.remove("INBOX")))
            .imap(goodImap())
            .refuses(
                RECEIVE,
                Phase.DELIVERY,
                MAILBOX_UNREADABLE,
                "NO [NONEXISTENT] Unknown mailbox: INBOX"));
  }

  private static Scene.Script duringIdle(Scene.Script script) {
    return scene -> {
      scene.imap("IDLE").until("IDLE");
      scene.say("+ idling");
      script.play(scene);
    };
  }

  private static Scene.Script imapAnswersBefore(String command, String line) {
    return scene -> {
      scene.imap().until(command);
      scene.say(line);
      scene.talk().hang();
    };
  }
}
