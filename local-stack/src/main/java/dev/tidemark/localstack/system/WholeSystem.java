package dev.tidemark.localstack.system;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.KafkaServer;
import dev.tidemark.localstack.PostgresServer;
import dev.tidemark.localstack.Profile;
import dev.tidemark.localstack.RedisServer;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import dev.tidemark.localstack.StackProcess;
import dev.tidemark.localstack.Together;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The six processes. Nobody looks after them but a [Supervisor], if there is one; without it,
/// tests kill and restart each as they like.
public final class WholeSystem implements AutoCloseable {
  /// How many shards a system of one instance has.
  private static final int PARTITIONS = 4;

  private final KafkaServer kafka;
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final ServiceProcess command;
  private final ServiceProcess projection;
  private final ServiceProcess query;

  /// Nothing runs yet.
  public WholeSystem(DataDirectory directory, Profile profile, SystemPorts ports)
      throws IOException {
    kafka = new KafkaServer(directory, profile, ports.kafka(), ports.kafkaController());
    postgres = new PostgresServer(directory, profile, ports.postgres());
    redis = new RedisServer(directory, ports.redis());
    var shared =
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
            "POSTGRES_URL", postgres.jdbcUrl(),
            "POSTGRES_USER", postgres.user(),
            "POSTGRES_PASSWORD", postgres.password(),
            "REDIS_URL", redis.url());
    var commandOnly =
        Map.of(
            "COMMAND_STATE_DIR", directory.of("command").toString(),
            "COMMAND_PARTITIONS", String.valueOf(PARTITIONS),
            "COMMAND_SESSION_SECRET", SessionSecret.in(directory));
    command =
        new ServiceProcess(Service.COMMAND, directory, ports.command(), both(shared, commandOnly));
    projection = new ServiceProcess(Service.PROJECTION, directory, ports.projection(), shared);
    query = new ServiceProcess(Service.QUERY, directory, ports.query(), shared);
  }

  /// Returns when all are ready, or stops those that are and fails.
  public WholeSystem start() {
    try {
      Together.each(servers(), StackProcess::start);
      Together.each(services(), StackProcess::start);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// The services first, while they still have what they need to finish their work.
  @Override
  public void close() {
    Together.each(services(), StackProcess::stop);
    Together.each(servers(), StackProcess::stop);
  }

  public KafkaServer kafka() {
    return kafka;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public RedisServer redis() {
    return redis;
  }

  public ServiceProcess command() {
    return command;
  }

  public ServiceProcess projection() {
    return projection;
  }

  public ServiceProcess query() {
    return query;
  }

  /// All six, in the order in which they start.
  public List<StackProcess> processes() {
    return Stream.concat(servers().stream(), services().stream()).toList();
  }

  private List<StackProcess> servers() {
    return List.of(kafka, postgres, redis);
  }

  private List<StackProcess> services() {
    return List.of(command, projection, query);
  }

  private static Map<String, String> both(Map<String, String> one, Map<String, String> other) {
    var both = new HashMap<>(one);
    both.putAll(other);
    return both;
  }
}
