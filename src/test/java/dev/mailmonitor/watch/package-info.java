@NullMarked
package dev.mailmonitor.watch;

import org.jspecify.annotations.NullMarked;
