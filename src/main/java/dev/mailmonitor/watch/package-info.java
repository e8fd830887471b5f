/// Targets watched around the clock: what is due, what runs, and how each target stands.
@NullMarked
package dev.mailmonitor.watch;

import org.jspecify.annotations.NullMarked;
