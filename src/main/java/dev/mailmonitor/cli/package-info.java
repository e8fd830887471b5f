/// The command line.
@NullMarked
package dev.mailmonitor.cli;

import org.jspecify.annotations.NullMarked;
