package dev.mailmonitor.alert.email;

import dev.mailmonitor.alert.AlertParts;
import io.quarkus.mailer.MailTemplate.MailTemplateInstance;
import io.quarkus.qute.CheckedTemplate;

/// The templates below `templates/alert/email`, as text and as HTML; the build checks that they use
/// nothing but what they are given.
@CheckedTemplate(basePath = "alert/email")
final class EmailTemplates {
  private EmailTemplates() {}

  /// A mail about an alert, to be addressed and sent.
  ///
  /// @param alert what to tell
  /// @return the mail
  static native MailTemplateInstance message(AlertParts alert);
}
