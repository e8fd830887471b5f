/// Tests of what is watched.
@NullMarked
package dev.mailmonitor.target;

import org.jspecify.annotations.NullMarked;
