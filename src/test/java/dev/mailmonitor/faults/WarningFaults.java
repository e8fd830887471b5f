package dev.mailmonitor.faults;

import dev.mailmonitor.probe.FailureCause;
import java.time.Duration;
import java.util.List;

/// Everything works, and something should be looked after.
final class WarningFaults {
  private static final String RENEW =
      "Renew the server's certificate and reload the mail services; when it has expired, clients"
          + " refuse to connect.";

  private WarningFaults() {}

  private static Fault fault(String title) {
    return new Fault(Group.WARNINGS, title);
  }

  static List<Fault> rows() {
    return List.of(
        fault("The SMTP server's certificate expires soon")
            .smtpCertificate(Certificates::expiringInFiveDays)
            .warns("The SMTP certificate of {smtp} expires in 5 days (⟨2026-04-01⟩)", RENEW),
        fault("The IMAP server's certificate expires soon")
            .imapCertificate(Certificates::expiringInFiveDays)
            .warns("The IMAP certificate of {imap} expires in 5 days (⟨2026-04-01⟩)", RENEW),
        fault("The delivery takes longer than `delivery_warning`")
            .arguments("--delivery-warning", "0.5")
            .post(post ->
                post.whose((office, mail) -> office.put("INBOX", mail, Duration.ofSeconds(1))))
            .warns(
                "Delivery took ⟨1.1⟩s, more than 0.5s",
                "Look at the server's load, its mail queue (postqueue -p) and what its filters"
                    + " wait for (greylisting, spam and virus scanners)."),
        fault("The mail lands in Junk, and `junk` is `degraded`")
            .arguments("--junk", "degraded")
            .post(
                post -> post.mailbox("Junk", "").whose((office, mail) -> office.put("Junk", mail)))
            .delivered("Email delivered to Junk (\"Junk\") after ⟨2.1⟩s")
            .warns(
                "Email delivered to Junk (\"Junk\") after ⟨2.1⟩s",
                FailureCause.DELIVERED_TO_JUNK.advice()));
  }
}
