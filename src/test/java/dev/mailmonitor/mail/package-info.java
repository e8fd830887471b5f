/// Tests of this room.
@NullMarked
package dev.mailmonitor.mail;

import org.jspecify.annotations.NullMarked;
