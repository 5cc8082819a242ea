package dev.tidemark.projection.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/// When operators last changed rows of a generation beside the log. Thread-safe.
public final class LastRepair {
  private final Database control;

  /// @param control any database of the same server: the schema is named
  public LastRepair(Database control) {
    this.control = control;
  }

  /// @param schema of a generation that was served from at some time
  /// @return empty if never, or so long ago that no cache can show it
  public Optional<Instant> of(String schema) {
    String sql =
        """
        SELECT max(at) FROM (
          SELECT made_at AS at FROM %1$s.rewritten
          UNION ALL SELECT discarded_at FROM %1$s.discarded) AS repairs
        """
            .formatted(schema);
    return control.transact(connection -> {
      try (var select = connection.prepareStatement(sql);
          var rows = select.executeQuery()) {
        return rows.next()
            ? Optional.ofNullable(rows.getTimestamp(1)).map(Timestamp::toInstant)
            : Optional.empty();
      }
    });
  }
}
