package dev.tidemark.projection.store;

/// What PostgreSQL says of itself. Thread-safe.
public final class ServerLook {
  private static final String LOOK =
      """
      SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
             current_setting('max_connections')::int,
             (SELECT count(*) FROM pg_stat_replication),
             (SELECT CASE WHEN count(*) = count(replay_lsn)
                     THEN coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)), 0)
                     ELSE 'NaN' END::float8
              FROM pg_stat_replication),
             xact_commit, xact_rollback, deadlocks, blks_hit, blks_read
      FROM pg_stat_database WHERE datname = current_database()
      """;

  /// @param connections to this database
  /// @param connectionsMax to the whole server
  /// @param replicas that follow it
  /// @param replicaLagBytes of log that the slowest of them has not applied; not a number, where
  ///   the login may not see that: it needs the role `pg_monitor`
  /// @param blocksHit found in its memory
  /// @param blocksRead not found there
  public record Server(
      long connections,
      long connectionsMax,
      long replicas,
      double replicaLagBytes,
      long commits,
      long rollbacks,
      long deadlocks,
      long blocksHit,
      long blocksRead) {
    static final Server UNKNOWN = new Server(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private final Database control;

  public ServerLook(Database control) {
    this.control = control;
  }

  /// @throws StoreException if PostgreSQL does not answer
  public Server look() {
    return control.transact(connection -> {
      try (var select = connection.prepareStatement(LOOK);
          var row = select.executeQuery()) {
        return row.next()
            ? new Server(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getDouble(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9))
            : Server.UNKNOWN;
      }
    });
  }
}
