/// Tests of this way of telling people.
@NullMarked
package dev.mailmonitor.alert.heartbeat;

import org.jspecify.annotations.NullMarked;
