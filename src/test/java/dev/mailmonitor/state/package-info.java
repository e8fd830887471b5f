/// Tests of the package.
@NullMarked
package dev.mailmonitor.state;

import org.jspecify.annotations.NullMarked;
