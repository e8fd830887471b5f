/// Tests of this room.
@NullMarked
package dev.mailmonitor.output;

import org.jspecify.annotations.NullMarked;
