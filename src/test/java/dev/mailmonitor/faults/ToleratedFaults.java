package dev.mailmonitor.faults;

import static dev.mailmonitor.faults.Scripts.imapClosesAt;
import static dev.mailmonitor.faults.Scripts.imapSaysBefore;
import static dev.mailmonitor.faults.Scripts.imapSilentAt;
import static dev.mailmonitor.faults.Scripts.smtpSilentAt;

import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.Post;
import dev.mailmonitor.testing.SmtpDialogue;
import java.time.Duration;
import java.util.List;

/// Odd, and right all the same: the check passes.
final class ToleratedFaults {
  private static final String UNCONFIRMED =
      "the server did not confirm the mail (%s), but it took it: times count from the end of the"
          + " mail's content";

  private ToleratedFaults() {}

  private static Fault fault(String title) {
    return new Fault(Group.TOLERATED, title);
  }

  private static Fault rewritten(String title, Post.Rounds rounds) {
    return fault(title).post(post -> post.whose(rounds));
  }

  private static Fault nonsense(String title, String... lines) {
    return fault(title).imap(imapSaysBefore("NOOP", lines));
  }

  static List<Fault> rows() {
    return List.of(
        fault("The SMTP server does not answer QUIT").smtp(smtpSilentAt("QUIT")),
        fault("The IMAP server does not answer LOGOUT").imap(imapSilentAt("LOGOUT")),
        fault("The SMTP server falls silent after the whole mail, and the mail arrives")
            .smtp(scene -> {
              SmtpDialogue smtp = scene.smtp();
              smtp.until(".");
              scene.post().bring(smtp.mail());
              scene.talk().hang();
            })
            .receiveTimeout(5)
            .noting(UNCONFIRMED.formatted("The server stopped answering"))
            .delivered("Email delivered in ⟨10.0⟩s"),
        fault("The connection breaks after the whole mail, and the mail arrives")
            .smtp(scene -> {
              SmtpDialogue smtp = scene.smtp();
              smtp.until(".");
              scene.post().bring(smtp.mail());
              scene.talk().reset();
            })
            .noting(UNCONFIRMED.formatted("Connection closed by the server")),
        fault("A server, or somebody in between, slips commands in before TLS begins")
            .starttls()
            .smtp(scene -> {
              scene.say("220 mail.test ESMTP");
              scene.talk().expect("EHLO");
              scene.say("250-mail.test", "250 STARTTLS");
              scene.talk().expect("STARTTLS");
              scene.say("220 Ready", "250-mail.test", "250 AUTH XINJECTED");
              scene.talk().startTls(scene.startTls().orElseThrow());
              SmtpDialogue.goOn(scene.talk()).bringingTo(scene.post()).until("never");
            })
            .imap(scene -> {
              scene.say("* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready");
              String tag = scene.talk().hear().split(" ", 2)[0];
              scene.say(tag + " OK go ahead", "* CAPABILITY IMAP4rev1 LOGINDISABLED");
              scene.talk().startTls(scene.startTls().orElseThrow());
              ImapDialogue.goOn(scene.talk()).showing(scene.post()).until("never");
            }),
        fault("The IMAP session is cut while the mail is waited for, and another one works")
            .imap(Scripts.first(imapClosesAt("NOOP"), Scripts.goodImap()))
            .post(post ->
                post.whose((office, mail) -> office.put("INBOX", mail, Duration.ofMillis(500)))),
        fault("The IMAP session is reset while the mail is waited for, and another one works")
            .imap(
                Scripts.first(
                    scene -> {
                      scene.imap().until("NOOP");
                      scene.talk().reset();
                    },
                    Scripts.goodImap()))
            .receiveTimeout(5),
        fault("The IMAP session is cut before the mail is sent, and another one works")
            .imap(Scripts.first(imapClosesAt("SELECT"), Scripts.goodImap())),
        fault("The IMAP server restarts during IDLE")
            .imap(
                Scripts.first(
                    scene -> {
                      scene.imap("IDLE").until("IDLE");
                      scene.say("+ idling", "* BYE Server shutting down.");
                    },
                    Scripts.goodImap()))
            .receiveTimeout(12)
            .post(post ->
                post.whose((office, mail) -> office.put("INBOX", mail, Duration.ofSeconds(2)))),
        fault("The IMAP server restarts while the mail is waited for")
            .imap(
                Scripts.first(
                    scene -> {
                      scene.imap().until("NOOP");
                      scene.say("* BYE Server shutting down.");
                    },
                    Scripts.goodImap()))
            .receiveTimeout(5),
        fault("The IMAP server says goodbye while the mail is waited for, and stays connected")
            .imap(
                Scripts.first(
                    scene -> {
                      scene.imap().until("NOOP");
                      scene.say("* BYE Server shutting down.");
                      scene.talk().hang();
                    },
                    Scripts.goodImap()))
            .receiveTimeout(5),
        fault("The IMAP server never tells of new mail on IDLE")
            .imap(scene -> scene.imap("IDLE").until("never"))
            .receiveTimeout(12)
            .post(post ->
                post.whose((office, mail) -> office.put("INBOX", mail, Duration.ofSeconds(3))))
            .delivered("Email delivered in ⟨4.1⟩s"),
        fault("The IMAP server does not answer IDLE at all")
            .imap(scene -> {
              scene.imap("IDLE").until("IDLE");
              scene.talk().hang();
            })
            .receiveTimeout(12)
            .post(post ->
                post.whose((office, mail) -> office.put("INBOX", mail, Duration.ofSeconds(3))))
            .delivered("Email delivered in ⟨5.2⟩s"),
        rewritten(
            "The server rewrites the subject",
            (post, mail) ->
                post.put("INBOX", Mails.with(mail, "Subject", "[EXTERNAL] something else"))),
        rewritten(
            "The server removes the monitor's own header fields",
            (post, mail) ->
                post.put(
                    "INBOX",
                    Mails.without(Mails.without(mail, "X-Mail-Monitor-Id"), "X-Mail-Monitor"))),
        rewritten(
            "The server replaces the domain of the Message-ID",
            (post, mail) ->
                post.put(
                    "INBOX",
                    Mails.with(
                        mail,
                        "Message-ID",
                        Post.field(mail, "Message-ID").replace("@localhost", "@gateway.test")))),
        rewritten(
            "The server replaces the whole Message-ID",
            (post, mail) -> post.put("INBOX", Mails.with(mail, "Message-ID", "<1@gateway.test>"))),
        rewritten(
                "The mailbox gets new UIDs (UIDVALIDITY) while the mail is waited for",
                (post, mail) -> {
                  post.renumber("INBOX");
                  post.put("INBOX", mail);
                })
            .post(post -> {
              post.continueAt("INBOX", 5_000);
              post.whose((office, mail) -> {
                office.renumber("INBOX");
                office.put("INBOX", mail);
              });
            })
            .receiveTimeout(5)
            .delivered("Email delivered in ⟨2.1⟩s"),
        rewritten(
                "Somebody empties the INBOX while the mail is waited for",
                (post, mail) -> {
                  post.empty("INBOX");
                  post.put("INBOX", mail, Duration.ofMillis(700));
                })
            .post(post -> {
              for (int count = 0; count < 5; count++) {
                post.put("INBOX", Mails.other("Hello", "<" + count + "@mail.test>", ""));
              }
              post.whose((office, mail) -> {
                office.empty("INBOX");
                office.put("INBOX", mail, Duration.ofMillis(700));
              });
            }),
        fault("The INBOX can only be read")
            .imap(scene -> {
              ImapDialogue imap = scene.imap();
              while (true) {
                scene.say(imap.until("UID STORE").tag() + " NO [NOPERM] Mailbox is read-only");
              }
            }),
        nonsense("The IMAP server sends unasked-for and unknown responses", "* XYZZY 1 2 3 (", "*"),
        nonsense("The IMAP server answers with tags of nobody", "ZZ99 OK what?", "A0 NO never"),
        nonsense("The IMAP server counts below zero", "* -1 EXISTS", "* -5 RECENT"),
        nonsense(
            "The IMAP server shows mails that do not exist",
            "* 4294967295 FETCH (UID 4294967295 FLAGS (\\Seen))",
            "* 7 FETCH (UID 7 BODY[HEADER.FIELDS (MESSAGE-ID)] NIL)"),
        nonsense(
            "The IMAP server's numbers are larger than any number",
            "* 99999999999999999999 EXISTS",
            "* 1 FETCH (UID 18446744073709551616)"));
  }
}
