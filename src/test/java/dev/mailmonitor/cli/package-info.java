/// Tests of this room.
@NullMarked
package dev.mailmonitor.cli;

import org.jspecify.annotations.NullMarked;
