/// Tests of what the container is told.
@NullMarked
package dev.mailmonitor.container;

import org.jspecify.annotations.NullMarked;
