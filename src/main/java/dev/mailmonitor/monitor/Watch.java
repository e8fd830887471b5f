package dev.mailmonitor.monitor;

import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertRules;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.target.Target;
import java.util.List;

/// A target with everything that belongs to watching it.
///
/// @param target what is checked
/// @param store where its state is kept
/// @param channels how people are told
/// @param rules when people are told
public record Watch(
    Target target, StateStore store, List<AlertChannel> channels, AlertRules rules) {
  /// Copies the channels.
  public Watch {
    channels = List.copyOf(channels);
  }

  /// A target of which people are told every change at once.
  ///
  /// @param target what is checked
  /// @param store where its state is kept
  /// @param channels how people are told
  public Watch(Target target, StateStore store, List<AlertChannel> channels) {
    this(target, store, channels, AlertRules.AT_ONCE);
  }
}
