package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Positions;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What the generation that serves holds of all shards, as operators look at it. Thread-safe.
public final class StoreLook {
  private static final String POSITIONS = "SELECT shard, topic, position FROM positions";

  private static final String PARKED =
      "SELECT shard, count(*), count(DISTINCT (topic, aggregate_id)) FROM parked GROUP BY shard";

  /// @param records that were kept aside
  /// @param aggregates to which they belong
  public record ParkedCount(long records, long aggregates) {
    public static final ParkedCount NONE = new ParkedCount(0, 0);
  }

  private final Supplier<Database> database;

  /// @param database of the generation that serves now
  public StoreLook(Supplier<Database> database) {
    this.database = database;
  }

  /// Where each shard stands, if anybody ever worked on it.
  ///
  /// @throws StoreException if PostgreSQL does not answer
  public SortedMap<Integer, Positions> positions() {
    return database
        .get()
        .transact(connection -> {
          var positions = new TreeMap<Integer, Positions>();
          try (var select = connection.prepareStatement(POSITIONS);
              var result = select.executeQuery()) {
            while (result.next()) {
              int shard = result.getInt(1);
              EventTopic topic = EventTopic.named(result.getString(2));
              Positions known = positions.getOrDefault(shard, Positions.START);
              positions.put(shard, known.with(topic, result.getLong(3)));
            }
          }
          return positions;
        });
  }

  /// What is parked, of the shards in which something is.
  ///
  /// @throws StoreException if PostgreSQL does not answer
  public SortedMap<Integer, ParkedCount> parked() {
    return database
        .get()
        .transact(connection -> {
          var parked = new TreeMap<Integer, ParkedCount>();
          try (var select = connection.prepareStatement(PARKED);
              var result = select.executeQuery()) {
            while (result.next()) {
              parked.put(result.getInt(1), new ParkedCount(result.getLong(2), result.getLong(3)));
            }
          }
          return parked;
        });
  }
}
