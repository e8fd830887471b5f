/// Tests of this room.
@NullMarked
package dev.mailmonitor.metrics;

import org.jspecify.annotations.NullMarked;
