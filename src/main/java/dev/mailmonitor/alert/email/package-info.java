/// Alerts as e-mail.
@NullMarked
package dev.mailmonitor.alert.email;

import org.jspecify.annotations.NullMarked;
