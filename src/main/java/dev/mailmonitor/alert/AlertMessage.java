package dev.mailmonitor.alert;

/// An alert as people read it.
///
/// @param title one line of at most 1 KB in UTF-8
/// @param body some lines of fewer than 4096 bytes in UTF-8
public record AlertMessage(String title, String body) {}
