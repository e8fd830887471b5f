/// What Prometheus is told: the names of the metrics, and the file that a single run writes.
@NullMarked
package dev.mailmonitor.metrics;

import org.jspecify.annotations.NullMarked;
