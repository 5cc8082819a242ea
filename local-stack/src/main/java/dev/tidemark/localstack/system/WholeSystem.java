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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Three servers and three services, of which the command service may run several times. Nobody
/// looks after them but a [Supervisor], if there is one; without it, tests kill and restart each as
/// they like.
public final class WholeSystem implements AutoCloseable {
  /// How many shards there are, however many command services share them: that is fixed when the
  /// topics are made.
  private static final int PARTITIONS = 4;

  private final KafkaServer kafka;
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final List<ServiceProcess> commands;
  private final ServiceProcess projection;
  private final ServiceProcess query;

  /// Nothing runs yet.
  public WholeSystem(DataDirectory directory, Profile profile, SystemPorts ports)
      throws IOException {
    this(directory, profile, ports, Map.of());
  }

  /// @param more what the services are told besides what they must be
  public WholeSystem(
      DataDirectory directory, Profile profile, SystemPorts ports, Map<String, String> more)
      throws IOException {
    kafka = new KafkaServer(directory, profile, ports.kafka(), ports.kafkaController());
    postgres = new PostgresServer(directory, profile, ports.postgres());
    redis = new RedisServer(directory, ports.redis());
    var shared =
        both(
            more,
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "POSTGRES_URL", postgres.jdbcUrl(),
                "POSTGRES_USER", postgres.user(),
                "POSTGRES_PASSWORD", postgres.password(),
                "REDIS_URL", redis.url()));
    var toCommand =
        Map.of(
            "COMMAND_PARTITIONS", String.valueOf(PARTITIONS),
            "COMMAND_SESSION_SECRET", SessionSecret.in(directory));
    commands =
        IntStream.rangeClosed(1, ports.commands().size())
            .mapToObj(i -> command(i, directory, ports, both(shared, toCommand)))
            .toList();
    projection =
        new ServiceProcess(
            Service.PROJECTION.label(),
            Service.PROJECTION,
            directory,
            ports.projection(),
            ports.projection(),
            both(
                shared,
                Map.of(
                    "PROJECTION_QUERY_METRICS_URLS",
                    "http://127.0.0.1:%d/metrics".formatted(ports.queryAdmin()))));
    query =
        new ServiceProcess(
            Service.QUERY.label(),
            Service.QUERY,
            directory,
            ports.query(),
            ports.queryAdmin(),
            shared);
  }

  /// The names of command services, as there may be of them at most.
  public static List<String> commandNames() {
    return IntStream.rangeClosed(1, SystemPorts.COMMANDS_MAX)
        .mapToObj(WholeSystem::commandName)
        .toList();
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
    Together.each(services(), StackProcess::close);
    Together.each(servers(), StackProcess::close);
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

  /// The one that there always is.
  public ServiceProcess command() {
    return commands.getFirst();
  }

  public List<ServiceProcess> commands() {
    return commands;
  }

  public ServiceProcess projection() {
    return projection;
  }

  public ServiceProcess query() {
    return query;
  }

  /// All, in the order in which they start.
  public List<StackProcess> processes() {
    return Stream.concat(servers().stream(), services().stream()).toList();
  }

  private List<StackProcess> servers() {
    return List.of(kafka, postgres, redis);
  }

  /// Our own, in the order in which they start.
  public List<ServiceProcess> services() {
    return Stream.concat(commands.stream(), Stream.of(projection, query)).toList();
  }

  private static ServiceProcess command(
      int number, DataDirectory directory, SystemPorts ports, Map<String, String> environment) {
    var name = commandName(number);
    var own = Map.of("COMMAND_NODE", name, "COMMAND_STATE_DIR", directory.of(name).toString());
    return new ServiceProcess(
        name,
        Service.COMMAND,
        directory,
        ports.commands().get(number - 1),
        ports.commandAdmins().get(number - 1),
        both(environment, own));
  }

  /// The first is called as if it were the only one: it goes on with the state of when it was.
  private static String commandName(int number) {
    return number == 1 ? Service.COMMAND.label() : Service.COMMAND.label() + "-" + number;
  }

  private static Map<String, String> both(Map<String, String> one, Map<String, String> other) {
    var both = new HashMap<>(one);
    both.putAll(other);
    return both;
  }
}
