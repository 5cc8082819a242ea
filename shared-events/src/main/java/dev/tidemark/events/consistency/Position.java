package dev.tidemark.events.consistency;

import dev.tidemark.events.EventTopic;

/// Where a record stands in the log.
///
/// Transaction markers leave holes, so `offset + 1` need not be a record: compare positions, do not
/// count with them.
public record Position(EventTopic topic, int partition, long offset) {
  public Position {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "Expected a partition and an offset of 0 or more, but was " + partition + "/" + offset);
    }
  }
}
