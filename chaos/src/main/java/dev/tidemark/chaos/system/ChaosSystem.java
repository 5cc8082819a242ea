package dev.tidemark.chaos.system;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.KafkaServer;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.PostgresServer;
import dev.tidemark.localstack.Profile;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import dev.tidemark.localstack.StackProcess;
import dev.tidemark.localstack.Together;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Three command services, two projection services, two query services and their servers. Clients,
/// services and servers speak to each other through [links][Link] alone.
public final class ChaosSystem implements AutoCloseable {
  public static final int SHARDS = 4;

  static final List<String> COMMANDS = names(Service.COMMAND, 3);
  static final List<String> PROJECTIONS = names(Service.PROJECTION, 2);
  static final List<String> QUERIES = names(Service.QUERY, 2);

  /// No secret: the services listen on the loopback interface alone.
  private static final String SESSION_SECRET = "of no use to anybody else, but long enough";

  private final Network network = new Network();
  private final KafkaServer kafka;
  private final PostgresServer postgres;
  private final RedisPair redis;
  private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
  private final Extras extras;

  /// Nothing runs yet.
  public ChaosSystem(DataDirectory directory) {
    var doors =
        new BrokerDoors(
            Stream.of(COMMANDS, PROJECTIONS, QUERIES).flatMap(List::stream).toList(), network);
    kafka =
        new KafkaServer(
            directory, Profile.TEST, doors.ownPort(), doors.controllerPort(), doors.settings());
    postgres = new PostgresServer(directory, Profile.TEST, Ports.free());
    redis = new RedisPair(directory);
    extras = Extras.in(directory, COMMANDS);
    COMMANDS.forEach(name -> command(name, directory));
    PROJECTIONS.forEach(name -> viewer(name, Service.PROJECTION, directory));
    QUERIES.forEach(name -> viewer(name, Service.QUERY, directory));
    redis.ledToBy(network.all().stream().filter(link -> link.to().equals("redis")).toList());
  }

  /// Returns when all are ready, or stops those that are and fails.
  public ChaosSystem start() {
    try {
      Together.each(List.<Runnable>of(kafka::start, postgres::start, redis::start), Runnable::run);
      Together.each(List.copyOf(services.values()), StackProcess::start);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    Together.each(List.copyOf(services.values()), StackProcess::close);
    Together.each(List.<Runnable>of(kafka::close, postgres::close, redis::close), Runnable::run);
    network.close();
    extras.close();
  }

  public KafkaServer kafka() {
    return kafka;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public RedisPair redis() {
    return redis;
  }

  public Extras extras() {
    return extras;
  }

  /// The services, in the order in which they start.
  public List<String> services() {
    return List.copyOf(services.keySet());
  }

  /// Those that have a state on disk.
  public List<String> commands() {
    return COMMANDS;
  }

  public List<String> links() {
    return network.all().stream().map(Link::name).toList();
  }

  public Link link(String name) {
    return network.get(name);
  }

  /// @param name of a service, or `kafka`, `postgres`, `redis`
  public StackProcess process(String name) {
    return switch (name) {
      case "kafka" -> kafka;
      case "postgres" -> postgres;
      // Whichever of the two is it now.
      case "redis" -> redis.primary();
      default -> service(name);
    };
  }

  /// Of all processes, as [#process] takes them.
  public List<String> names() {
    return Stream.concat(Stream.of("kafka", "postgres", "redis"), services.keySet().stream())
        .toList();
  }

  /// Where clients send commands, by the name of the instance.
  public Map<String, URI> forCommands() {
    return forClients(COMMANDS);
  }

  /// Where clients read, by the name of the instance.
  public Map<String, URI> forQueries() {
    return forClients(QUERIES);
  }

  /// For operators: past all links.
  public List<URI> projections() {
    return PROJECTIONS.stream().map(name -> service(name).url()).toList();
  }

  private Map<String, URI> forClients(List<String> names) {
    var urls = new LinkedHashMap<String, URI>();
    names.forEach(
        name -> urls.put(name, URI.create("http://" + network.get("clients", name).address())));
    return urls;
  }

  private ServiceProcess service(String name) {
    return Optional.ofNullable(services.get(name))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "Expected one of %s, but got %s".formatted(services.keySet(), name)));
  }

  private void command(String name, DataDirectory directory) {
    int port = Ports.free();
    network.link("clients", name, port);
    var peers = network.link("peers", name, port);
    start(
        name,
        Service.COMMAND,
        directory,
        port,
        Map.of(
            "COMMAND_NODE",
            name,
            "COMMAND_ENDPOINT",
            "http://" + peers.address(),
            "COMMAND_STATE_DIR",
            Extras.stateOf(directory, name).toString(),
            "COMMAND_PARTITIONS",
            String.valueOf(SHARDS),
            "COMMAND_SESSION_SECRET",
            SESSION_SECRET));
  }

  private void viewer(String name, Service service, DataDirectory directory) {
    int port = Ports.free();
    if (service == Service.QUERY) {
      network.link("clients", name, port);
    }
    var toPostgres = network.link(name, "postgres", postgres.port());
    var toRedis = network.link(name, "redis", redis.primary().port());
    start(
        name,
        service,
        directory,
        port,
        Map.of(
            "POSTGRES_URL",
            postgres.jdbcUrl().replace(":" + postgres.port() + "/", ":" + toPostgres.port() + "/"),
            "POSTGRES_USER",
            postgres.user(),
            "POSTGRES_PASSWORD",
            postgres.password(),
            "REDIS_URL",
            "redis://" + toRedis.address()));
  }

  private void start(
      String name,
      Service service,
      DataDirectory directory,
      int port,
      Map<String, String> environment) {
    var whole = new HashMap<>(environment);
    whole.put("KAFKA_BOOTSTRAP_SERVERS", network.get(name, "kafka").address());
    whole.putAll(extras.environment(name));
    int adminPort = service == Service.PROJECTION ? port : Ports.free();
    services.put(name, new ServiceProcess(name, service, directory, port, adminPort, whole));
  }

  private static List<String> names(Service service, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> service.label() + "-" + i).toList();
  }
}
