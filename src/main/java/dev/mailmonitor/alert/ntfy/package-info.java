/// Alerts as ntfy messages.
@NullMarked
package dev.mailmonitor.alert.ntfy;

import org.jspecify.annotations.NullMarked;
