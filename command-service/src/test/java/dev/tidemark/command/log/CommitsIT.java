package dev.tidemark.command.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many events a second the ways to commit reach, side by side: in every round each has its
/// turns, short ones between those of the others, and only what was measured in one round is
/// compared. Prints a table; `-Dcommits.rounds=5` says how many rounds.
@EnabledIfSystemProperty(named = "commits.rounds", matches = "\\d+")
class CommitsIT {
  private static final int ROUNDS = Integer.getInteger("commits.rounds", 1);
  private static final int[] SHARDS = {1, MeasuredBroker.SHARDS};
  private static final int[] WAITING = {1, 8, 64, 512, 1_024};
  private static final int TURNS = 6;
  private static final Duration TURN = Duration.ofMillis(80);
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void ratesOfTheWaysToCommit(int retryMs) throws Exception {
    var committers = new EnumMap<Way, List<Committer>>(Way.class);
    try (var broker = new MeasuredBroker(retryMs);
        var threads = Executors.newFixedThreadPool(MeasuredBroker.SHARDS)) {
      for (Way way : Way.values()) {
        var ofShards = new ArrayList<Committer>();
        committers.put(way, ofShards);
        for (int shard = 0; shard < MeasuredBroker.SHARDS; shard++) {
          ofShards.add(way.committer(shard, broker.settings()));
        }
        rate(threads, ofShards, Shape.MIXED.events(64), WARM_UP);
      }
      compare(threads, committers, retryMs);
    } finally {
      committers.values().forEach(ofShards -> ofShards.forEach(Committer::close));
    }
  }

  private static void compare(
      ExecutorService threads, Map<Way, List<Committer>> committers, int retryMs) throws Exception {
    System.out.println(
        """
        | retry, ms | shards | events | waiting | one id, events/s | two ids to one | three to two | pipelined to two | pipelined over three to two |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |\
        """);
    for (int shards : SHARDS) {
      for (Shape shape : Shape.values()) {
        for (int waiting : WAITING) {
          Rates rates = rates(threads, committers, shards, shape.events(waiting));
          System.out.printf(
              "| %d | %d | %s | %,d | %s | %s | %s | %s | %s |%n",
              retryMs,
              shards,
              shape,
              waiting,
              rates.of(Way.ONE_ID),
              rates.ratio(Way.TWO_IDS, Way.ONE_ID),
              rates.ratio(Way.THREE_IDS, Way.TWO_IDS),
              rates.ratio(Way.PIPELINED_TWO_IDS, Way.TWO_IDS),
              rates.ratio(Way.PIPELINED_THREE_IDS, Way.TWO_IDS));
        }
      }
    }
  }

  private static Rates rates(
      ExecutorService threads,
      Map<Way, List<Committer>> committers,
      int shards,
      List<Envelope> waiting)
      throws Exception {
    var rates = new Rates(ROUNDS);
    Way[] ways = Way.values();
    for (int round = 0; round < ROUNDS; round++) {
      for (int turn = 0; turn < TURNS * ways.length; turn++) {
        Way way = ways[turn % ways.length];
        List<Committer> measured = committers.get(way).subList(0, shards);
        rates.measured(way, round, rate(threads, measured, waiting, TURN) / TURNS);
      }
    }
    return rates;
  }

  /// @return events per second, of all committers together
  private static double rate(
      ExecutorService threads,
      List<Committer> committers,
      List<Envelope> waiting,
      Duration duration)
      throws Exception {
    long since = System.nanoTime();
    var running = new ArrayList<Future<Long>>();
    for (Committer committer : committers) {
      running.add(threads.submit(() -> committer.commit(waiting, duration)));
    }
    long committed = 0;
    for (Future<Long> one : running) {
      committed += one.get();
    }
    assertThat(committed).isPositive();
    return committed * 1e9 / (System.nanoTime() - since);
  }
}
