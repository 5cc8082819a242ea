package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.Before;
import dev.tidemark.projection.batch.Changes;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.batch.Touched;
import dev.tidemark.projection.view.Slice;
import dev.tidemark.projection.view.ViewTable;
import dev.tidemark.projection.view.Writes;
import dev.tidemark.projection.view.order.OrderTable;
import dev.tidemark.projection.view.sales.SalesTable;
import dev.tidemark.projection.view.session.SessionTable;
import dev.tidemark.projection.view.timeline.TimelineTable;
import dev.tidemark.projection.view.user.UserTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// The tables of all views, within a transaction of the caller's. Stateless.
final class ViewTables {
  final UserTable users = new UserTable();
  final SessionTable sessions = new SessionTable();
  final OrderTable orders = new OrderTable();
  final ParkedTable parked = new ParkedTable();
  private final SalesTable sales = new SalesTable();
  private final TimelineTable timeline = new TimelineTable();

  /// What a fold of these records needs to know.
  Before before(Connection connection, int shard, List<LogRecord> records) throws SQLException {
    Touched touched = Touched.by(records);
    return new Before(
        users.load(connection, touched.users()),
        sessions.load(connection, touched.sessions()),
        orders.load(connection, touched.orders()),
        parked.among(connection, shard, touched.all()));
  }

  void write(Connection connection, int shard, Changes changes, Instant now) throws SQLException {
    var writes = new Writes(connection);
    if (!changes.users().isEmpty()) {
      users.write(writes, shard, changes.users());
    }
    if (!changes.sessions().isEmpty()) {
      sessions.write(writes, shard, changes.sessions());
    }
    if (!changes.orders().isEmpty()) {
      orders.write(writes, shard, changes.orders());
    }
    if (!changes.sales().isEmpty()) {
      sales.add(writes, shard, changes.sales());
    }
    if (!changes.timeline().isEmpty()) {
      timeline.insert(writes, shard, changes.timeline());
    }
    writes.send();
    if (!changes.parked().isEmpty()) {
      parked.insert(connection, shard, changes.parked(), now);
    }
  }

  Slices slices(Connection connection, int shard, Positions from, Positions to, int weightMax)
      throws SQLException {
    return new Slices(
        slice(connection, users, shard, from, to, weightMax),
        slice(connection, sessions, shard, from, to, weightMax),
        slice(connection, orders, shard, from, to, weightMax));
  }

  /// The whole rows of those aggregates that have one.
  Slices rows(Connection connection, List<Aggregate> aggregates) throws SQLException {
    return new Slices(
        whole(connection, users, ids(aggregates, EventTopic.USERS, Username::new)),
        whole(connection, sessions, ids(aggregates, EventTopic.SESSIONS, SessionId::parse)),
        whole(connection, orders, ids(aggregates, EventTopic.ORDERS, OrderId::parse)));
  }

  private static <K> List<K> ids(
      List<Aggregate> aggregates, EventTopic topic, Function<String, K> parse) {
    return aggregates.stream()
        .filter(aggregate -> aggregate.topic() == topic)
        .map(aggregate -> parse.apply(aggregate.id()))
        .distinct()
        .toList();
  }

  private static <K, V extends Record> Slice<V> whole(
      Connection connection, ViewTable<K, V> table, List<K> keys) throws SQLException {
    return new Slice<>(List.copyOf(table.whole(connection, keys).values()), true);
  }

  private static <V extends Record> Slice<V> slice(
      Connection connection,
      ViewTable<?, V> table,
      int shard,
      Positions from,
      Positions to,
      int weightMax)
      throws SQLException {
    long first = from.of(table.topic());
    return first < to.of(table.topic())
        ? table.slice(connection, shard, first, weightMax)
        : new Slice<>(List.of(), true);
  }
}
