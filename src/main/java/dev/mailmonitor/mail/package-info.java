/// A thin, bounded, timed SMTP and IMAP client, the only place that touches Angus Mail.
@NullMarked
package dev.mailmonitor.mail;

import org.jspecify.annotations.NullMarked;
