package dev.mailmonitor.faults;

import static dev.mailmonitor.faults.Scripts.closing;
import static dev.mailmonitor.faults.Scripts.dripsGreeting;
import static dev.mailmonitor.faults.Scripts.imapClosesAt;
import static dev.mailmonitor.faults.Scripts.imapSilentAt;
import static dev.mailmonitor.faults.Scripts.silent;
import static dev.mailmonitor.faults.Scripts.smtpBabblesAt;
import static dev.mailmonitor.faults.Scripts.smtpDripsAt;
import static dev.mailmonitor.faults.Scripts.smtpFloodsAt;
import static dev.mailmonitor.faults.Scripts.smtpResetsAt;
import static dev.mailmonitor.faults.Scripts.smtpSilentAt;
import static dev.mailmonitor.probe.FailureCause.ADDRESS_FAMILY;
import static dev.mailmonitor.probe.FailureCause.CONNECTION_CLOSED;
import static dev.mailmonitor.probe.FailureCause.CONNECTION_REFUSED;
import static dev.mailmonitor.probe.FailureCause.CONNECT_TIMEOUT;
import static dev.mailmonitor.probe.FailureCause.NAME_RESOLUTION;
import static dev.mailmonitor.probe.FailureCause.NO_ANSWER;
import static dev.mailmonitor.probe.FailureCause.PROTOCOL_ERROR;
import static dev.mailmonitor.probe.FailureCause.UNREACHABLE;
import static dev.mailmonitor.probe.TestKind.IMAP_AUTH;
import static dev.mailmonitor.probe.TestKind.SMTP_AUTH;

import dev.mailmonitor.mail.Phase;
import dev.mailmonitor.testing.Place;
import dev.mailmonitor.testing.TestNames;
import java.util.List;

/// No connection, or one that ends or falls silent before the login is through.
final class NetworkFaults {
  private static final String CUT_SHORT =
      "the check's own time limit left no more time for this step";

  private NetworkFaults() {}

  private static Fault fault(String title) {
    return new Fault(Group.NETWORK, title);
  }

  static List<Fault> rows() {
    return List.of(
        fault("Nothing listens on the SMTP port")
            .smtpAt(Place::closed)
            .fails(SMTP_AUTH, Phase.CONNECT, CONNECTION_REFUSED, "Connection refused")
            .adding("tried 127.0.0.1:⟨587⟩: Connection refused"),
        fault("Nothing listens on the IMAP port")
            .imapAt(Place::closed)
            .fails(IMAP_AUTH, Phase.CONNECT, CONNECTION_REFUSED, "Connection refused")
            .adding("tried 127.0.0.1:⟨993⟩: Connection refused"),
        fault("The SMTP host has several addresses, and nothing listens on any")
            .smtpHost(TestNames.TWO_ADDRESSES)
            .smtpAt(Place::closed)
            .fails(SMTP_AUTH, Phase.CONNECT, CONNECTION_REFUSED, "Connection refused")
            .adding(
                "tried 127.0.0.1:⟨587⟩: Connection refused",
                "tried 127.0.0.2:⟨587⟩: Connection refused"),
        fault("The SMTP server is so busy that its kernel drops connections")
            .smtpAt(Place::fullQueue)
            .alsoWithDefaultBounds()
            .fails(SMTP_AUTH, Phase.CONNECT, CONNECT_TIMEOUT, "Connection timed out")
            .adding("tried 127.0.0.1:⟨587⟩: Connection timed out"),
        fault("The IMAP server is so busy that its kernel drops connections")
            .imapAt(Place::fullQueue)
            .fails(IMAP_AUTH, Phase.CONNECT, CONNECT_TIMEOUT, "Connection timed out")
            .adding("tried 127.0.0.1:⟨993⟩: Connection timed out"),
        fault("This machine has no route to the SMTP server")
            .smtpHost(TestNames.UNREACHABLE)
            .fails(SMTP_AUTH, Phase.CONNECT, UNREACHABLE, "Network is unreachable")
            .adding("tried 255.255.255.255:⟨587⟩: Network is unreachable"),
        fault("The DNS resolver does not answer")
            .smtpHost(TestNames.UNANSWERED)
            .alsoWithDefaultBounds()
            .fails(
                SMTP_AUTH,
                Phase.NAME_RESOLUTION,
                NAME_RESOLUTION,
                "host name unanswered.test could not be resolved: the resolver did not answer"
                    + " within 5 s"),
        fault("The name of the IMAP server is not in the DNS")
            .imapHost("no-such-host.invalid")
            .fails(
                IMAP_AUTH,
                Phase.NAME_RESOLUTION,
                NAME_RESOLUTION,
                "host name no-such-host.invalid could not be resolved: the name is not known to"
                    + " the resolver"),
        fault("The host has only an IPv6 address, and the monitor is set to IPv4")
            .smtpHost(TestNames.IPV6_ONLY)
            .fails(
                SMTP_AUTH,
                Phase.NAME_RESOLUTION,
                ADDRESS_FAMILY,
                "host name ipv6-only.test has no IPv4 address"),
        fault("The host has only IPv4 addresses, and the monitor is set to IPv6")
            .smtpHost(TestNames.TWO_ADDRESSES)
            .imapHost(TestNames.OTHER_NAME)
            .arguments("--address-family", "ipv6")
            .fails(
                IMAP_AUTH,
                Phase.NAME_RESOLUTION,
                ADDRESS_FAMILY,
                "host name other-name.test has no IPv6 address")
            .fails(
                SMTP_AUTH,
                Phase.NAME_RESOLUTION,
                ADDRESS_FAMILY,
                "host name two-addresses.test has no IPv6 address"),
        fault("The SMTP server accepts the connection and never speaks")
            .smtp(silent())
            .alsoWithDefaultBounds()
            .fails(SMTP_AUTH, Phase.GREETING, NO_ANSWER, "no answer within ⟨13⟩ s (greeting)")
            .adding(CUT_SHORT),
        fault("The IMAP server accepts the connection and never speaks")
            .imap(silent())
            .alsoWithDefaultBounds()
            .fails(IMAP_AUTH, Phase.GREETING, NO_ANSWER, "no answer within ⟨13⟩ s (greeting)")
            .adding(CUT_SHORT),
        fault("The SMTP server greets with one byte a second")
            .smtp(dripsGreeting("220-" + "slow ".repeat(20)))
            .fails(
                SMTP_AUTH,
                Phase.GREETING,
                NO_ANSWER,
                "no complete answer within ⟨13⟩ s (greeting)"),
        fault("The IMAP server greets with one byte a second")
            .imap(dripsGreeting("* OK " + "slow ".repeat(20)))
            .fails(
                IMAP_AUTH,
                Phase.GREETING,
                NO_ANSWER,
                "no complete answer within ⟨13⟩ s (greeting)"),
        fault("The SMTP server falls silent after EHLO")
            .smtp(smtpSilentAt("EHLO"))
            .fails(SMTP_AUTH, Phase.EHLO, NO_ANSWER, "no answer within ⟨13⟩ s (EHLO)"),
        fault("The SMTP server answers EHLO with one byte a second")
            .smtp(smtpDripsAt("EHLO", "250-" + "slow ".repeat(20)))
            .alsoWithDefaultBounds()
            .fails(SMTP_AUTH, Phase.EHLO, NO_ANSWER, "no complete answer within ⟨13⟩ s (EHLO)"),
        fault("The SMTP server's answer to EHLO never ends")
            .smtp(smtpFloodsAt("EHLO", "250-AND-SO-ON"))
            .fails(
                SMTP_AUTH,
                Phase.EHLO,
                PROTOCOL_ERROR,
                "the server sent more than ⟨1000⟩ lines without ending its answer"),
        fault("The SMTP server goes on answering EHLO, line after line")
            .smtp(smtpBabblesAt("EHLO", "250-AND-SO-ON"))
            .alsoWithDefaultBounds()
            .fails(
                SMTP_AUTH,
                Phase.EHLO,
                PROTOCOL_ERROR,
                "the server's answer did not end within ⟨13⟩ s and ⟨120⟩ lines (EHLO)"),
        fault("The SMTP server's answer is a line without an end")
            .smtp(scene -> {
              scene.smtp().until("EHLO");
              while (true) {
                scene.talk().say("250-" + "x".repeat(8192));
              }
            })
            .fails(
                SMTP_AUTH,
                Phase.EHLO,
                PROTOCOL_ERROR,
                "the server sent a line of more than 64 KiB"),
        fault("The IMAP server falls silent after CAPABILITY")
            .imap(imapSilentAt("CAPABILITY"))
            .fails(IMAP_AUTH, Phase.CAPABILITY, NO_ANSWER, "no answer within ⟨13⟩ s (CAPABILITY)"),
        fault("The SMTP server closes the connection at once")
            .smtp(closing())
            .fails(
                SMTP_AUTH,
                Phase.GREETING,
                CONNECTION_CLOSED,
                "Connection closed: the server closed the connection"),
        fault("The IMAP server closes the connection after CAPABILITY")
            .imap(imapClosesAt("CAPABILITY"))
            .fails(
                IMAP_AUTH,
                Phase.CAPABILITY,
                CONNECTION_CLOSED,
                "Connection closed: the server closed the connection"),
        fault("A firewall resets the connection after EHLO")
            .smtp(smtpResetsAt("EHLO"))
            .fails(
                SMTP_AUTH,
                Phase.EHLO,
                CONNECTION_CLOSED,
                "Connection closed: the connection was reset"));
  }
}
