/// Tests of when checks are due.
@NullMarked
package dev.mailmonitor.schedule;

import org.jspecify.annotations.NullMarked;
