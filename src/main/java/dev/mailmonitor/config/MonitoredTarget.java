package dev.mailmonitor.config;

import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.alert.AlertSettings;
import dev.mailmonitor.schedule.Schedule;
import dev.mailmonitor.target.Target;
import java.nio.file.Path;

/// A target with everything that belongs to watching it.
///
/// @param target what is checked
/// @param alerts whom to tell
/// @param rules when to tell them
/// @param schedule when the service checks it
/// @param stateFile where its state is kept
public record MonitoredTarget(
    Target target, AlertSettings alerts, AlertRules rules, Schedule schedule, Path stateFile) {}
