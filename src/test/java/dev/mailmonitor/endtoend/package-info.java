/// The packaged program, run the way a user runs it, against real servers.
@NullMarked
package dev.mailmonitor.endtoend;

import org.jspecify.annotations.NullMarked;
