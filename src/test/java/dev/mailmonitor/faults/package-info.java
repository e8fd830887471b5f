/// The table of faults: what can go wrong with a mail server, and what the program then says.
@NullMarked
package dev.mailmonitor.faults;

import org.jspecify.annotations.NullMarked;
