/// What is remembered of each target between two checks, and what a new check makes of it.
@NullMarked
package dev.mailmonitor.state;

import org.jspecify.annotations.NullMarked;
