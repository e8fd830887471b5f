/// Tests of the probes.
@NullMarked
package dev.mailmonitor.probe;

import org.jspecify.annotations.NullMarked;
