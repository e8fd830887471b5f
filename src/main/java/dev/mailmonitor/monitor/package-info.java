/// One monitored check from beginning to end: check, decide, save, deliver, clean up.
@NullMarked
package dev.mailmonitor.monitor;

import org.jspecify.annotations.NullMarked;
