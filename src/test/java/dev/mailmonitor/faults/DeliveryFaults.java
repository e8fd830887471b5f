package dev.mailmonitor.faults;

import static dev.mailmonitor.probe.FailureCause.BOUNCED;
import static dev.mailmonitor.probe.FailureCause.DELIVERED_TO_JUNK;
import static dev.mailmonitor.probe.FailureCause.NOT_DELIVERED;
import static dev.mailmonitor.probe.FailureCause.QUOTA_EXCEEDED;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.probe.TestKind;
import dev.mailmonitor.testing.ImapDialogue;
import dev.mailmonitor.testing.Post;
import dev.mailmonitor.testing.SmtpDialogue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The mailbox works; the mail is lost, late, sent back or somewhere else.
final class DeliveryFaults {
  private static final String LATE = "Email not received within 3s timeout";

  private DeliveryFaults() {}

  private static Fault fault(String title, Post.Rounds rounds) {
    return new Fault(Group.DELIVERY, title).post(post -> post.whose(rounds));
  }

  private static Fault bounces(Fault fault, String words, String... details) {
    return fault.fails(
        new Expected(
            TestKind.RECEIVE,
            Phase.DELIVERY,
            BOUNCED,
            "Email bounced: " + words,
            words,
            List.of(details)));
  }

  static List<Fault> rows() {
    return List.of(
        fault("The mail is accepted and does not arrive", (post, mail) -> {})
            .misses(NOT_DELIVERED, LATE)
            .adding("Message-ID: <⟨14ecc0f7-0a50-4a44-8e5b-a803b048920d⟩@localhost>"),
        fault("The monitor's own mailbox is full", (post, mail) -> {})
            .imap(scene -> {
              ImapDialogue imap = scene.imap("QUOTA");
              ImapDialogue.Command asked = imap.until("GETQUOTAROOT");
              scene.say(
                  "* QUOTAROOT INBOX \"User quota\"",
                  "* QUOTA \"User quota\" (MESSAGE 120 0 STORAGE 5117 5120)",
                  asked.tag() + " OK Getquotaroot completed.");
              imap.until("never");
            })
            .misses(QUOTA_EXCEEDED, LATE)
            .adding("the mailbox is full (5117 of 5120 KiB)"),
        fault("The time limit of the check is shorter than the receive timeout", (post, mail) -> {})
            .receiveTimeout(60)
            .complains(
                "Warning: timeout (--timeout) is 20 s, less than receive_timeout (60 s): a check"
                    + " ends before the test mail has had its time.")
            .misses(NOT_DELIVERED, "Email not received within ⟨12.6⟩s timeout")
            .adding("the check's time limit of 20 s left no more of the receive timeout of 60 s"),
        fault(
                "A mail with the same subject arrives instead, the test mail does not",
                (post, mail) ->
                    post.put(
                        "INBOX", Mails.other(Post.field(mail, "Subject"), "<1@mail.test>", "")))
            .misses(NOT_DELIVERED, LATE),
        fault(
                "The test mail of another monitor arrives, the own one does not",
                (post, mail) ->
                    post.put(
                        "INBOX",
                        Mails.with(
                            Mails.with(mail, "Message-ID", "<2@mail.test>"),
                            "X-Mail-Monitor-Id",
                            "instance=9b1d; target=; run=2e6f3f4e-6a2b-4b1e-9a51-1f3f1d1c7a11")))
            .misses(NOT_DELIVERED, LATE),
        fault(
                "An auto-reply to the test mail arrives, the mail itself does not",
                (post, mail) ->
                    post.put(
                        "INBOX",
                        Mails.other(
                            "Auto: " + Post.field(mail, "Subject"),
                            "<3@mail.test>",
                            "Auto-Submitted: auto-replied\nIn-Reply-To: "
                                + Post.field(mail, "Message-ID")
                                + "\n")))
            .misses(NOT_DELIVERED, LATE),
        fault(
                "A mail that quotes the test mail arrives, the mail itself does not",
                (post, mail) ->
                    post.put(
                        "INBOX",
                        Mails.other(
                                "Fwd: " + Post.field(mail, "Message-ID"),
                                "<4@mail.test>",
                                "References: " + Post.field(mail, "Message-ID") + "\n")
                            + mail))
            .misses(NOT_DELIVERED, LATE),
        fault("An old test mail is still there, the new one does not arrive", (post, mail) -> {})
            .post(post -> {
              post.put(
                  "INBOX",
                  Mails.other(
                      "Mail Monitor Test - 2026-01-01T00:00:00Z",
                      "<5@mail.test>",
                      "X-Mail-Monitor: true\nX-Mail-Monitor-Id: instance=a; target=; run=b\n"),
                  Instant.now().minus(Duration.ofHours(2)));
              post.whose((office, mail) -> {});
            })
            .misses(NOT_DELIVERED, LATE),
        bounces(
            fault(
                "The mail is accepted and bounces",
                (post, mail) ->
                    post.put(
                        "INBOX",
                        Mails.report(mail, "failed", "5.1.1", "550 5.1.1 No such user here"))),
            "550 5.1.1 No such user here",
            "action: failed",
            "status: 5.1.1",
            "diagnostic: 550 5.1.1 No such user here",
            "remote MTA: store.mail.test",
            "reported by: relay.mail.test",
            "recipient: probe@mail.test"),
        bounces(
            fault(
                "The mail bounces, and the bounce names it by the envelope only",
                (post, mail) ->
                    post.put(
                        "INBOX",
                        Mails.report(
                                Mails.other("x", "<7@mail.test>", ""),
                                "failed",
                                "5.2.2",
                                "552 mailbox full")
                            .replace(
                                "Reporting-MTA:",
                                "Original-Envelope-Id: see-"
                                    + Post.field(mail, "Message-ID")
                                    + "\nReporting-MTA:"))),
            "5.2.2 552 mailbox full",
            "status: 5.2.2"),
        bounces(
            fault("The server does not confirm the mail, and it bounces", (post, mail) -> {})
                .smtp(scene -> {
                  SmtpDialogue smtp = scene.smtp();
                  smtp.until(".");
                  scene
                      .post()
                      .put(
                          "INBOX",
                          Mails.report(smtp.mail(), "failed", "5.1.1", "550 No such user"));
                })
                .noting(
                    "the server did not confirm the mail (Connection closed by the server), but it"
                        + " took it: times count from the end of the mail's content"),
            "5.1.1 550 No such user"),
        fault(
                "The mail is delayed, and the server says so",
                (post, mail) ->
                    post.put(
                        "INBOX", Mails.report(mail, "delayed", "4.4.1", "connection timed out")))
            .misses(NOT_DELIVERED, LATE)
            .adding("the server reports a delay: 4.4.1 connection timed out"),
        fault(
                "The mail comes back as a plain text, as old servers do it",
                (post, mail) -> post.put("INBOX", Mails.plainBounce(mail)))
            .misses(NOT_DELIVERED, LATE)
            .adding(
                "a mail from MAILER-DAEMON@mail.test with the subject \"failure notice\" quotes"
                    + " the test mail: it may say why"),
        fault(
                "Another mail bounces, the test mail does not arrive",
                (post, mail) ->
                    post.put(
                        "INBOX",
                        Mails.report(
                            Mails.other("x", "<6@mail.test>", ""),
                            "failed",
                            "5.1.1",
                            "550 No such user")))
            .misses(NOT_DELIVERED, LATE),
        fault("The mail lands in the mailbox that the server marks as Junk", (post, mail) -> {})
            .post(post ->
                post.mailbox("Unwanted", "\\HasNoChildren \\Junk")
                    .whose((office, mail) -> office.put("Unwanted", mail)))
            .imap(scene -> scene.imap("SPECIAL-USE").until("never"))
            .misses(DELIVERED_TO_JUNK, "Email delivered to Junk (\"Unwanted\") after ⟨2.1⟩s"),
        fault("The mail lands in a mailbox that is called Spam", (post, mail) -> {})
            .post(post ->
                post.mailbox("Spam", "\\HasNoChildren")
                    .whose((office, mail) -> office.put("Spam", mail)))
            .misses(DELIVERED_TO_JUNK, "Email delivered to Junk (\"Spam\") after ⟨2.1⟩s"));
  }
}
