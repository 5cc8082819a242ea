package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import dev.tidemark.query.Crowd.Read;
import dev.tidemark.query.cache.Guards;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// Nobody is ever told less than they may know, whatever happens to the cache: a real log, a real
/// projection, two query services that share a Redis, and readers who take their tokens from one to
/// the other. `-Dproof.reads=1000000` makes it long.
@DisabledIfSystemProperty(
    named = "stack",
    matches = "containers",
    disabledReason = "a replica follows its primary through a proxy of this process")
class ProofIT {
  private static final long READS = Long.getLong("proof.reads", 2_000);
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Map<String, String> NEAR_ON = Map.of("QUERY_NEAR_BYTES_MAX", "1000000");
  private static final Map<String, String> NEAR_OFF = Map.of("QUERY_NEAR_BYTES_MAX", "0");
  private static final Duration FOUND_WITHIN = Duration.ofSeconds(60);

  private static final List<Read> ALL =
      List.of(
          Read.EVENTUAL,
          Read.EVENTUAL,
          Read.AGAIN,
          Read.AGAIN,
          Read.AGAIN,
          Read.AGAIN,
          Read.OWN_WRITE,
          Read.OWN_WRITE,
          Read.STRONG);

  private static final DataDirectory DIRECTORY = DataDirectory.temporary();
  private static String bootstrapServers;
  private static String url;
  private static RedisPair redis;
  private static ServiceProcess projection;

  @BeforeAll
  static void start() throws Exception {
    bootstrapServers = LogStack.kafka().bootstrapServers();
    var postgres = LocalStack.shared().postgres();
    url = postgres.createDatabase("proof");
    redis = new RedisPair();
    projection =
        new ServiceProcess(
            Service.PROJECTION,
            DIRECTORY,
            Ports.free(),
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers,
                "POSTGRES_URL",
                url,
                "POSTGRES_USER",
                postgres.user(),
                "POSTGRES_PASSWORD",
                postgres.password(),
                "REDIS_URL",
                RedisPair.url(redis.forWriters),
                "PROJECTION_CACHE_LEASE",
                LEASE.toMillis() + "ms"));
    projection.start();
  }

  @AfterAll
  static void stop() {
    projection.close();
    redis.close();
    DIRECTORY.delete();
  }

  @Test
  void nobodyIsToldLessThanTheyMayKnow() throws Exception {
    long seed = new Random().nextLong();
    var witness = new Witness(LEASE);
    var weather = new Weather(redis, LEASE, new Random(seed));
    try (var one = queries(NEAR_ON, Guards.ALL);
        var another = queries(NEAR_ON, Guards.ALL);
        var crowd = new Crowd("p", List.of(one, another), witness, ALL)) {
      crowd.begin(bootstrapServers, views(), seed);
      while (witness.withToken() < READS && witness.lies().isEmpty()) {
        weather.allOfIt();
        System.out.printf("%,d reads that were entitled to something%n", witness.withToken());
      }
    }
    System.out.println("Seed " + seed + ", lease " + LEASE + witness.report());
    assertThat(witness.lies()).as("seed %d", seed).isEmpty();
    for (String source : List.of("near", "redis", "postgres")) {
      assertThat(witness.answersFrom(source)).as(source).isPositive();
    }
  }

  @Test
  void withoutLookingAtTokensLiesAreNoticed() throws Exception {
    assertThat(liesOf("t", NEAR_OFF, new Guards(false, true, true), ALL)).contains("with token");
  }

  @Test
  void withoutTheFenceLiesOfTheNearCacheAreNoticed() throws Exception {
    assertThat(liesOf("f", NEAR_ON, new Guards(true, true, false), ALL)).contains("from near");
  }

  @Test
  void withoutTheLeaseStaleAnswersAreNoticed() throws Exception {
    // Others would fill the cache, and so refresh it.
    assertThat(liesOf("l", NEAR_OFF, new Guards(true, false, true), List.of(Read.EVENTUAL)))
        .contains("is stale since");
  }

  /// What a service that lacks a guard is caught at.
  private static String liesOf(String name, Map<String, String> near, Guards guards, List<Read> mix)
      throws Exception {
    var witness = new Witness(LEASE);
    var weather = new Weather(redis, LEASE, new Random());
    long deadline = System.nanoTime() + FOUND_WITHIN.toNanos();
    try (var service = queries(near, guards);
        var crowd = new Crowd(name, List.of(service), witness, mix)) {
      crowd.begin(bootstrapServers, views(), System.nanoTime());
      while (witness.lies().isEmpty() && System.nanoTime() < deadline) {
        weather.unwritten();
      }
    }
    return String.join("\n", witness.lies());
  }

  private static RunningQueries queries(Map<String, String> near, Guards guards) {
    var more = new java.util.HashMap<>(near);
    more.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    more.put("QUERY_CACHE_AGE_MAX", LEASE.toMillis() + "ms");
    more.put("QUERY_NEAR_LAG_MAX", LEASE.dividedBy(2).toMillis() + "ms");
    more.put("QUERY_TOKEN_WAIT", "2s");
    return new RunningQueries(
        LocalStack.shared().postgres(), url, RedisPair.url(redis.forReaders), more, guards);
  }

  private static Connection views() throws SQLException {
    var postgres = LocalStack.shared().postgres();
    return DriverManager.getConnection(
        url + "?currentSchema=views_g1", postgres.user(), postgres.password());
  }
}
