package dev.tidemark.bench.freshness;

import dev.tidemark.bench.harness.Client;
import dev.tidemark.bench.harness.CpuTime;
import dev.tidemark.bench.harness.HttpConnection;
import dev.tidemark.bench.harness.OpenLoop;
import dev.tidemark.bench.harness.Turn;
import dev.tidemark.bench.harness.Way;
import dev.tidemark.bench.shop.Customers;
import dev.tidemark.bench.shop.Ordering;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.localstack.StackProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Orders at a fixed rate, and when each was first seen where.
final class OfferedLoad implements Way {
  static final Duration LOOK_EVERY = Duration.ofMillis(2);

  /// Of so many orders, one is asked for at once.
  static final int READ_EVERY = 10;

  private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(2);
  private static final Duration COME_AGAIN_AFTER = Duration.ofMillis(5);
  private static final int ASKS_MAX = 5_000;
  private static final int FOUND = 200;
  private static final int COME_AGAIN = 503;
  private static final int DIGITS = 3;
  private static final String ORDER_ID = "\"orderId\":\"";
  private static final int ID_CHARS = 36;

  private final double perSecond;
  private final int clients;
  private final Customers customers;
  private final URI commands;
  private final URI queries;
  private final AtomicLong numbers;
  private final List<Sightings> stores;
  private final List<StackProcess> programs;

  /// An order that was acknowledged.
  ///
  /// @param nanos when, by [System#nanoTime()]
  private record Placed(int shard, long offset, long nanos) {}

  OfferedLoad(
      double perSecond,
      int clients,
      Customers customers,
      URI commands,
      URI queries,
      AtomicLong numbers,
      List<Sightings> stores,
      List<StackProcess> programs) {
    this.programs = programs;
    this.perSecond = perSecond;
    this.clients = clients;
    this.customers = customers;
    this.commands = commands;
    this.queries = queries;
    this.numbers = numbers;
    this.stores = stores;
  }

  @Override
  public Turn turn(Duration time) throws Exception {
    Queue<Placed> placed = new ConcurrentLinkedQueue<>();
    var reads = new ConcurrentHistogram(DIGITS);
    var cpu = CpuTime.of(programs);
    OpenLoop.Outcome outcome =
        OpenLoop.run(perSecond, time, clients, _ -> new Reader(placed, reads));
    awaitAll(placed);
    Turn turn = cpu.per("order", outcome.done(), Turn.of("orders/s", outcome.perSecond()));
    for (Sightings store : stores) {
      turn = with(turn, store.store(), delays(placed, store));
    }
    return with(turn, "token", reads);
  }

  private static Turn with(Turn turn, String what, Histogram micros) {
    return turn.and(what + " p50 ms", micros.getValueAtPercentile(50) / 1e3)
        .and(what + " p99 ms", micros.getValueAtPercentile(99) / 1e3);
  }

  /// What one load leaves undone would be in the way of the next.
  private void awaitAll(Queue<Placed> placed) {
    Map<Integer, Long> last = new HashMap<>();
    placed.forEach(order -> last.merge(order.shard(), order.offset(), Math::max));
    for (Sightings store : stores) {
      last.forEach((shard, offset) -> store.await(shard, offset, CAUGHT_UP_WITHIN));
    }
  }

  /// What was there before its client knew took no time.
  private static Histogram delays(Queue<Placed> placed, Sightings store) {
    var micros = new Histogram(DIGITS);
    for (Placed order : placed) {
      long nanos = store.of(order.shard(), order.offset()) - order.nanos();
      micros.recordValue(Math.max(0, nanos / 1_000));
    }
    return micros;
  }

  /// Who places orders, and looks at some of them.
  private final class Reader implements Client {
    private final Queue<Placed> placed;
    private final Histogram reads;
    private final Ordering ordering =
        new Ordering(commands, customers::username, numbers, this::acknowledged);
    private final HttpConnection connection = new HttpConnection(queries);

    Reader(Queue<Placed> placed, Histogram reads) {
      this.placed = placed;
      this.reads = reads;
    }

    @Override
    public int once() throws Exception {
      return ordering.once();
    }

    private void acknowledged(long number, HttpConnection answer) throws IOException {
      long now = System.nanoTime();
      String token = answer.header("Consistency-Token");
      placed.add(placed(ConsistencyToken.decode(token), now));
      if (number % READ_EVERY == 0) {
        read(id(answer.text()), token);
        reads.recordValue((System.nanoTime() - now) / 1_000);
      }
    }

    /// Who is told to come again does so.
    private void read(String id, String token) throws IOException {
      byte[] request = HttpConnection.get("/v1/orders/" + id, Map.of("Consistency-Token", token));
      for (int ask = 1; ask <= ASKS_MAX; ask++) {
        int status = connection.ask(request);
        if (status == FOUND) {
          return;
        }
        if (status != COME_AGAIN) {
          throw new IOException(
              "Expected the order %s, but was %d %s".formatted(id, status, connection.text()));
        }
        LockSupport.parkNanos(COME_AGAIN_AFTER.toNanos());
      }
      throw new IOException("Expected the order %s, but was %s".formatted(id, connection.text()));
    }

    @Override
    public void close() throws IOException {
      ordering.close();
      connection.close();
    }
  }

  /// A new order is one event.
  private static Placed placed(ConsistencyToken token, long nanos) {
    for (int shard = token.partitionMax(); shard >= 0; shard--) {
      var offset = token.offset(EventTopic.ORDERS, shard);
      if (offset.isPresent()) {
        return new Placed(shard, offset.getAsLong(), nanos);
      }
    }
    throw new IllegalStateException("Expected the position of an order, but was " + token);
  }

  private static String id(String body) {
    int at = body.indexOf(ORDER_ID);
    if (at < 0) {
      throw new IllegalStateException("Expected an orderId, but was " + body);
    }
    return body.substring(at + ORDER_ID.length(), at + ORDER_ID.length() + ID_CHARS);
  }
}
