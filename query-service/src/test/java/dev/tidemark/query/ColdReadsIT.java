package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.localstack.FaultProxy;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.query.RunningQueries.Got;
import dev.tidemark.views.UserView;
import dev.tidemark.views.cache.CacheKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Values that Redis lacks, or soon will, and that many want.
class ColdReadsIT {
  private static final UserView ANNA = Samples.user("anna", 3);
  private static final int SHARD = Samples.shard(ANNA);
  private static final String KEY = new CacheKeys(1, SHARD).user(ANNA.username());
  private static final String PATH = "/v1/users/anna";
  private static final int HERD = 30;

  private static FaultProxy toPostgres;
  private static Tables tables;
  private static Cached cached;
  private static RunningQueries one;
  private static RunningQueries another;
  private static RunningQueries hasty;

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    String url = postgres.createDatabase("cold_reads");
    tables = Tables.create(postgres, url, "views_g1");
    cached = new Cached(LocalStack.shared().redis());
    toPostgres = new FaultProxy(postgres.port());
    String slow = url.replaceFirst(":[0-9]+/", ":" + toPostgres.port() + "/");
    one = queries(slow, "10s");
    another = queries(slow, "10s");
    hasty = queries(slow, "50ms");
  }

  @AfterAll
  static void stop() throws Exception {
    one.close();
    another.close();
    hasty.close();
    cached.clear();
    cached.close();
    toPostgres.close();
    tables.close();
  }

  @BeforeEach
  void onlyInPostgres() throws Exception {
    tables.clear();
    tables.user(ANNA, SHARD, 41);
    tables.position(EventTopic.USERS, SHARD, 46);
    cached.clear();
    cached.lease(SHARD, 46);
  }

  @Test
  void whoLacksWhatAnotherInstanceReadsWaitsForIt() throws Exception {
    cached.takeTurn(KEY);
    long before = cached.scripts();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Got> waiting = executor.submit(() -> one.get(PATH));
      Eventually.until(() -> cached.scripts() - before, asked -> asked > 1);
      cached.put(KEY, 43, Samples.user("anna", 4));
      assertThat(waiting.get().source()).isEqualTo("redis");
      assertThat(waiting.get().header("ETag")).isEqualTo("\"4\"");
    }
  }

  @Test
  void whoWaitsInVainReadsItAnyhow() throws Exception {
    cached.takeTurn(KEY);
    assertThat(hasty.get(PATH).source()).isEqualTo("postgres");
    Eventually.until(() -> hasty.get(PATH), RunningQueries.fromRedis());
  }

  @Test
  void ofAHerdAtTwoInstancesOneReads() throws Exception {
    toPostgres.delay(Duration.ofMillis(50));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var herds = new ArrayList<List<Future<Got>>>();
      for (RunningQueries instance : List.of(one, another)) {
        var herd = new ArrayList<Future<Got>>();
        for (int i = 0; i < HERD; i++) {
          herd.add(executor.submit(() -> instance.get(PATH)));
        }
        herds.add(herd);
      }
      int reading = 0;
      for (List<Future<Got>> herd : herds) {
        boolean read = false;
        for (Future<Got> reader : herd) {
          assertThat(reader.get().header("ETag")).isEqualTo("\"3\"");
          read |= reader.get().source().equals("postgres");
        }
        reading += read ? 1 : 0;
      }
      assertThat(reading).isEqualTo(1);
    } finally {
      toPostgres.pass();
    }
  }

  @Test
  void whatIsReadOftenIsReadAnewBeforeItExpires() throws Exception {
    cached.put(KEY, 41, ANNA);
    assertThat(cached.timeToLive(KEY)).isLessThan(Duration.ofMinutes(2));
    for (int i = 0; i < 2; i++) {
      assertThat(one.get(PATH).source()).isEqualTo("redis");
    }
    Eventually.until(
        () -> cached.timeToLive(KEY), left -> left.compareTo(Duration.ofMinutes(50)) > 0);
  }

  private static RunningQueries queries(String url, String turnWait) {
    return new RunningQueries(
        LocalStack.shared().postgres(),
        url,
        LocalStack.shared().redis().url(),
        Map.of("QUERY_CACHE_TURN_WAIT", turnWait));
  }
}
