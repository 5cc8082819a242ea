package dev.tidemark.command.shard;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import java.util.List;

/// What an importer asks of a shard. Each may be asked again, by anybody and however late: what is
/// done already is not done twice, and what does not follow on what is there is refused.
public sealed interface ImportStep {
  /// How far is it?
  record Look() implements ImportStep {}

  /// From now on the shard takes events of an archive only, and no commands.
  ///
  /// @param source the identity of the log that was archived
  record Begin(String source) implements ImportStep {}

  /// @param after how much of the topic is there before
  /// @param through how much will be there with these
  record Take(EventTopic topic, Prefix after, Prefix through, List<Line.Event> events)
      implements ImportStep {
    public Take {
      events = List.copyOf(events);
    }
  }

  /// That was all: from now on the shard takes commands.
  ///
  /// @param users how much of this topic there is, in the importer's eyes
  record End(Prefix users, Prefix sessions, Prefix orders) implements ImportStep {
    boolean isWhole(ShardImport there) {
      return users.equals(there.users())
          && sessions.equals(there.sessions())
          && orders.equals(there.orders());
    }
  }
}
