/// A sign of life for somebody who watches the watcher.
@NullMarked
package dev.mailmonitor.alert.heartbeat;

import org.jspecify.annotations.NullMarked;
