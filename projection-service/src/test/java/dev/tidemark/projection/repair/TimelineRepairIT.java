package dev.tidemark.projection.repair;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.LogFold.LeftOut;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.given.TestLog;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.log.LogScan;
import dev.tidemark.projection.log.LogUnavailableException;
import dev.tidemark.projection.repair.Wish.Kind;
import dev.tidemark.projection.store.ViewRepairs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Events, as the timeline has them and as the log does.
class TimelineRepairIT {
  private static Views views;

  private final RepairedShard it = new RepairedShard(views);
  private final OrderId order = it.alice.newOrder();

  @BeforeAll
  static void open() throws Exception {
    TestLog.createTopics(RepairedShard.LOG.brokers().bootstrapServers(), RepairedShard.SHARDS);
    views = Views.in(LocalStack.shared(), "views_timeline_it");
  }

  @AfterAll
  static void closeViews() {
    views.close();
  }

  @BeforeEach
  void anOrderWasPaidAndSent() {
    it.apply(
        it.alice.places(order, "EIRE", 1), it.alice.pays(order, "1.25"), it.alice.isSent(order));
  }

  @AfterEach
  void close() {
    it.close();
  }

  @Test
  void eventsThatAreMissingOrWrongAreMendedAndThoseThatTheLogLacksAreLeftAlone() throws Exception {
    String ofOrder = "FROM events WHERE aggregate_id = '%s'".formatted(order);
    views.execute("DELETE " + ofOrder + " AND sequence = 2");
    views.execute(
        "UPDATE events SET data = '{}' WHERE sequence = 1 AND aggregate_id = '%s'"
            .formatted(order));
    // Where the log has the end of a transaction.
    views.execute(
        """
        INSERT INTO events SELECT topic, shard, 3, aggregate_id, 99, type, username, occurred_at,
          recorded_at, command_id, term, correlation_id, causation_id, data %s AND sequence = 3
        """
            .formatted(ofOrder));

    Report found = it.sweep(Kind.VERIFY, true);

    assertThat(found.findings())
        .extracting(finding -> finding.verdict() + " " + finding.mended())
        .containsExactlyInAnyOrder("MISSING true", "DIFFERENT true", "AHEAD false");
    assertThat(found.left()).isEqualTo(1);
    assertThat(it.sweep(Kind.VERIFY, false).damaged()).isEqualTo(1);
    assertThat(views.ask("SELECT sequence, data <> '{}' " + ofOrder + " ORDER BY sequence"))
        .containsExactly("1 t", "2 t", "3 t", "99 t");
  }

  @Test
  void anEventThatIsRetriedMeanwhileIsNoneThatTheLogLacks() {
    var tally = new Tally(Report.NOTHING, List.of());
    var wish = new Wish(Kind.VERIFY, Selection.ALL, false);
    var unit = new Unit(it.shard, 0, 1, 0);
    Positions end = it.look().ends().get(it.shard);
    // All were parked when the check began, and have their rows by now.
    Set<Long> parked = LongStream.range(0, end.of(EventTopic.ORDERS)).boxed().collect(toSet());
    var leftOut = new LeftOut(Map.of(EventTopic.ORDERS, parked));
    var check = new TimelineCheck(it.stores, wish, unit, tally, leftOut, _ -> true);
    try (var scan = LogScan.from(Positions.START, it.shard, RepairedShard.LOG)) {
      scan.readTo(end, check::check);
    }
    check.end(end);

    assertThat(tally.report().findings()).isEmpty();
  }

  @Test
  void aShardIsNotHeldForALogThatIsSlow() throws Exception {
    var suspect = new Aggregate(EventTopic.ORDERS, order.toString());
    try (var scan = LogScan.from(Positions.START, it.shard, RepairedShard.LOG)) {
      ViewRepairs.Truth late =
          (standing, _, within) -> {
            // Of what has not been written yet.
            scan.catchUp(standing.with(EventTopic.ORDERS, Long.MAX_VALUE), within, _ -> {});
            throw new AssertionError("Expected the end never to be reached");
          };
      assertThatThrownBy(() -> it.stores.views().mend(it.shard, List.of(suspect), late))
          .isInstanceOf(LogUnavailableException.class)
          .hasMessageContaining("within 1000 ms");
    }

    it.apply(it.alice.isRefunded(order, "1"));
    it.assertRowsAreAsTheLogSays();
  }
}
