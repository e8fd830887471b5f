/// Tests of this room.
@NullMarked
package dev.mailmonitor.tls;

import org.jspecify.annotations.NullMarked;
