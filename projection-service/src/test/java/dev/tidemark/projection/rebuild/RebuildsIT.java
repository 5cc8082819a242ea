package dev.tidemark.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.cache.CacheLook;
import dev.tidemark.projection.cache.CacheSettings;
import dev.tidemark.projection.cache.RedisLink;
import dev.tidemark.projection.generation.Change;
import dev.tidemark.projection.generation.Diff;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Generation.Target;
import dev.tidemark.projection.given.MetersForTests;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.runtime.LogSettings;
import dev.tidemark.projection.store.ControlSchema;
import dev.tidemark.projection.store.Database;
import dev.tidemark.projection.store.DatabaseSettings;
import dev.tidemark.projection.store.Diffs;
import dev.tidemark.projection.store.Generations;
import dev.tidemark.projection.store.LastRepair;
import dev.tidemark.projection.store.RowDiff;
import dev.tidemark.projection.store.ViewPositions;
import dev.tidemark.projection.store.ViewSchema;
import dev.tidemark.runtime.brokers.Brokers;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What operators are refused, in a system without shards: whatever is built is ready at once.
class RebuildsIT {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Clock clock = Clock.systemUTC();
  private final DatabaseSettings settings = settings();
  private final Database control = Database.open(settings.control());
  private final RedisLink redis =
      new RedisLink(URI.create(LocalStack.shared().redis().url() + "/9"), Duration.ofMillis(500));
  private final Generations generations = new Generations(control);
  private final Diffs diffs = new Diffs(control);
  private final Progress progress = new Progress(new ViewPositions(control), new CacheLook(redis));
  private final LiveGenerations live =
      new LiveGenerations(
          new Adapters(
              settings,
              new LogSettings(Brokers.plain("127.0.0.1:1"), "none", 500, 1 << 20),
              500,
              new CacheSettings(Duration.ofSeconds(3), HOUR, HOUR, HOUR),
              redis,
              MetersForTests.ALL,
              clock,
              new Random(1)));
  private final Comparisons comparisons =
      new Comparisons(live, diffs, new RowDiff(control), progress, redis, clock);
  private final Rebuilds rebuilds =
      new Rebuilds(generations, diffs, new LastRepair(control), progress, comparisons, clock);
  private int serving;
  private int built;

  @BeforeEach
  void anotherIsBuilt() {
    ControlSchema.migrate(settings);
    serving = rebuilds.lineup().serving().number();
    ViewSchema.migrate(settings.in(Generation.schema(serving)));
    assertThat(rebuilds.begin(Target.ALL, 0)).isInstanceOf(Change.Made.class);
    built = rebuilds.lineup().built().orElseThrow().number();
    ViewSchema.migrate(settings.in(Generation.schema(built)));
  }

  @AfterEach
  void cancel() {
    rebuilds.cancel(built);
    for (Generation each : rebuilds.lineup().followed()) {
      generations.change(lineup -> lineup.prune(each.number(), clock.instant()));
    }
    comparisons.close();
    redis.close();
    control.close();
  }

  @Test
  void aComparisonFromBeforeARepairProvesNothing() throws Exception {
    compared(clock.instant());
    repair(serving);

    assertThat(code(rebuilds.cutover(built, false))).isEqualTo("repaired-since");

    compared(clock.instant());
    assertThat(code(rebuilds.cutover(built, false))).isEqualTo("none");
  }

  @Test
  void whatServedBeforeARepairIsNotAsItIsNow() throws Exception {
    rebuilds.cutover(built, true);
    repair(built);

    assertThat(code(rebuilds.rollback(false))).isEqualTo("repaired-since");
    assertThat(code(rebuilds.rollback(true))).isEqualTo("none");
  }

  @Test
  void nothingIsPrunedThatIsBeingCompared() {
    rebuilds.cancel(built);
    Diff diff = Diff.begun(built, serving, clock.instant());
    assertThat(diffs.begin(diff)).isTrue();

    assertThat(code(rebuilds.prune(built))).isEqualTo("diff-under-way");

    assertThat(diffs.save(diff.become(Diff.State.DONE, clock.instant(), ""))).isTrue();
    assertThat(code(rebuilds.prune(built))).isEqualTo("none");
  }

  private void compared(Instant begun) {
    Diff diff = Diff.begun(built, serving, begun);
    assertThat(diffs.begin(diff)).isTrue();
    assertThat(diffs.save(diff.become(Diff.State.DONE, begun, ""))).isTrue();
  }

  private void repair(int generation) throws SQLException {
    try (var connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO %s.rewritten (cache, shard, topic, aggregate_id) VALUES (%d, 0, '', '')"
              .formatted(Generation.schema(generation), generation));
    }
  }

  private static String code(Change change) {
    return switch (change) {
      case Change.Refused(var code, _) -> code;
      case Change.Made _ -> "none";
    };
  }

  private static DatabaseSettings settings() {
    var usual = Views.settings(LocalStack.shared(), ControlSchema.NAME);
    return new DatabaseSettings(
        LocalStack.shared().postgres().createDatabase("rebuilds"),
        usual.user(),
        usual.password(),
        usual.schema(),
        usual.connectionsMax(),
        usual.connectTimeout(),
        usual.answerTimeout());
  }
}
