/// Tests of the package.
@NullMarked
package dev.mailmonitor.alert.ntfy;

import org.jspecify.annotations.NullMarked;
