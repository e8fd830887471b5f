package dev.mailmonitor.probe;

/// Something that works but should be looked after: it makes a target degraded, not down.
///
/// @param summary one line for people, without anything that the server said
/// @param advice what to do about it, in one sentence
public record Warning(String summary, String advice) {}
