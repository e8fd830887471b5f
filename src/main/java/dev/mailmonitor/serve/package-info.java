/// The service: puts the watchtower together, boots and stops it, follows changes of the
/// configuration, and writes the log.
@NullMarked
package dev.mailmonitor.serve;

import org.jspecify.annotations.NullMarked;
