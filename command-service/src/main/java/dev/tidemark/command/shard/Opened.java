package dev.tidemark.command.shard;

import dev.tidemark.events.EventTopic;
import java.util.Map;

/// A log that this process has become the only writer of.
///
/// @param term grows with every owner; told by the log
/// @param markers for each topic the offset of this owner's marker: all that earlier owners ever
///   wrote stands before it
public record Opened(long term, Map<EventTopic, Long> markers) {
  public Opened {
    markers = Map.copyOf(markers);
  }
}
