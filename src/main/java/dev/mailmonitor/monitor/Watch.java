package dev.mailmonitor.monitor;

import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.state.StateStore;
import dev.mailmonitor.target.Target;
import java.util.List;

/// A target with everything that belongs to watching it.
///
/// @param target what is checked
/// @param store where its state is kept
/// @param channels how people are told
public record Watch(Target target, StateStore store, List<AlertChannel> channels) {
  /// Copies the channels.
  public Watch {
    channels = List.copyOf(channels);
  }
}
