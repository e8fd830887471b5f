/// Tests of the package.
@NullMarked
package dev.mailmonitor.monitor;

import org.jspecify.annotations.NullMarked;
