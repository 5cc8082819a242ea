package dev.tidemark.bench.harness;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.JavaProgram;
import dev.tidemark.localstack.KafkaServer;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.PostgresServer;
import dev.tidemark.localstack.Profile;
import dev.tidemark.localstack.RedisServer;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import dev.tidemark.localstack.StackProcess;
import dev.tidemark.localstack.Together;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Servers and services for a scenario, in a directory of their own and on free ports, and gone
/// with it.
///
/// The broker runs as `tidemark up` has it. By default it acknowledges what the operating system
/// has, so PostgreSQL does so too (`fsync=off`): stores that promise less than others are not to be
/// compared with them. With [Plan#synced()] both force it to the disk first. Redis keeps nothing.
public final class BenchStack implements AutoCloseable {
  private static final String MODULE = "benchmarks";
  private static final String SECRET = "a secret for benchmarks, of some length";

  private final DataDirectory directory = DataDirectory.temporary();
  private final KafkaServer kafka;
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final boolean synced;
  private final List<ServiceProcess> services = new ArrayList<>();

  private BenchStack(boolean synced) {
    this.synced = synced;
    this.kafka =
        new KafkaServer(
            directory,
            Profile.DURABLE,
            Ports.free(),
            Ports.free(),
            synced ? Map.of("log.flush.interval.messages", "1") : Map.of());
    this.postgres =
        new PostgresServer(directory, synced ? Profile.DURABLE : Profile.TEST, Ports.free());
    this.redis = new RedisServer(directory, Ports.free());
  }

  /// Returns when the three servers answer.
  public static BenchStack start(Plan plan) {
    var stack = new BenchStack(plan.synced());
    try {
      Together.each(stack.servers(), StackProcess::start);
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
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

  public DataDirectory directory() {
    return directory;
  }

  /// Starts one of the services, with the flags and the heap that it always has.
  ///
  /// @param more settings, besides where its servers are
  public ServiceProcess service(Service service, Map<String, String> more) {
    var environment = servers(more);
    if (service == Service.COMMAND) {
      environment.putIfAbsent("COMMAND_SESSION_SECRET", SECRET);
      environment.putIfAbsent("COMMAND_STATE_DIR", directory.of("command").toString());
    }
    return started(
        new ServiceProcess(
            service.label(), service, directory, Ports.free(), Ports.free(), environment));
  }

  /// Starts a program of this module that listens as our services do, with the same flags and heap.
  ///
  /// @param name of its log, and in messages
  /// @param more settings, besides where the servers are
  public ServiceProcess program(String name, Class<?> main, Map<String, String> more) {
    var environment = servers(more);
    environment.putIfAbsent("PEER_STATE_DIR", directory.of(name).toString());
    return started(
        new ServiceProcess(
            name, new JavaProgram(MODULE, main.getName()), directory, Ports.free(), environment));
  }

  /// What another run must have too.
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put(
        "Kafka",
        "one broker, as tidemark up has it, log.flush.interval.messages=%s"
            .formatted(synced ? "1" : "none"));
    settings.put("PostgreSQL", "synchronous_commit=on, fsync=" + (synced ? "on" : "off"));
    settings.put("Redis", "nothing on disk");
    settings.put("files", fileSystem());
    return settings;
  }

  @Override
  public void close() {
    Together.each(services, StackProcess::close);
    Together.each(servers(), StackProcess::close);
    directory.delete();
  }

  private ServiceProcess started(ServiceProcess service) {
    services.add(service);
    service.start();
    return service;
  }

  private List<StackProcess> servers() {
    return List.of(kafka, postgres, redis);
  }

  private Map<String, String> servers(Map<String, String> more) {
    var environment =
        new HashMap<>(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "POSTGRES_URL", postgres.jdbcUrl(),
                "POSTGRES_USER", postgres.user(),
                "POSTGRES_PASSWORD", postgres.password(),
                "REDIS_URL", redis.url()));
    environment.putAll(more);
    return environment;
  }

  private String fileSystem() {
    try {
      return Files.getFileStore(directory.root()).type();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
