/// When checks are due: spans of time, intervals and cron expressions, and the timetable of many
/// targets. Pure: the present time is always handed in.
@NullMarked
package dev.mailmonitor.schedule;

import org.jspecify.annotations.NullMarked;
