package dev.mailmonitor.state;

import dev.mailmonitor.probe.CheckReport;
import java.time.Duration;
import java.time.Instant;

/// A check that failed, and of which a second one is to say whether it was right to.
///
/// @param report what it found
/// @param at when
/// @param pause how long until the second check
public record Doubt(CheckReport report, Instant at, Duration pause) {}
