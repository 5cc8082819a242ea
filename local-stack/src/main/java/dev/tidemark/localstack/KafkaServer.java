package dev.tidemark.localstack;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/// A broker that is its own controller. Topics are not made by themselves.
public final class KafkaServer extends Server {
  private static final JavaProgram BROKER =
      new JavaProgram("local-broker", "dev.tidemark.localbroker.BrokerMain");
  private static final String IMAGE = "apache/kafka:4.4.0";
  private static final String HEAP = "-Xmx320m";
  private static final Duration PROBE_MAX = Duration.ofSeconds(5);

  private final DataDirectory directory;
  private final Profile profile;
  private final int port;
  private final int controllerPort;
  private final Map<String, String> settings;

  public KafkaServer(DataDirectory directory, Profile profile, int port, int controllerPort) {
    this(directory, profile, port, controllerPort, Map.of());
  }

  /// @param settings of the broker that differ from the stack's own
  public KafkaServer(
      DataDirectory directory,
      Profile profile,
      int port,
      int controllerPort,
      Map<String, String> settings) {
    super("kafka");
    this.directory = directory;
    this.profile = profile;
    this.port = port;
    this.controllerPort = controllerPort;
    this.settings = Map.copyOf(settings);
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public String address() {
    return bootstrapServers();
  }

  @Override
  int listensOn() {
    return port;
  }

  @Override
  Launched spawn() throws IOException {
    Ports.requireFree(controllerPort);
    var arguments = new ArrayList<String>();
    arguments.add(directory.of("kafka").toString());
    settings("127.0.0.1").forEach((name, value) -> arguments.add(name + "=" + value));
    return Child.spawn(
        BROKER.command(List.of(HEAP, compiler()), arguments),
        Map.of(),
        directory.log("kafka"),
        "TERM");
  }

  /// Inside it listens on the same port as outside: it is a client of itself by the same address.
  @Override
  Image image() {
    var environment = new HashMap<String, String>();
    settings("0.0.0.0")
        .forEach((name, value) ->
            environment.put("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    environment.put("KAFKA_LOG_DIRS", "/var/lib/kafka/data");
    environment.put("KAFKA_HEAP_OPTS", HEAP);
    environment.put("KAFKA_JVM_PERFORMANCE_OPTS", String.join(" ", "-XX:+UseSerialGC", compiler()));
    return new Image(IMAGE, port, environment, List.of());
  }

  @Override
  public boolean answers() {
    // The port opens when the broker has caught up; asking before that fills the log with warnings.
    return Ports.accepts(port) && hasNodes();
  }

  /// @param host that it listens on
  private Map<String, String> settings(String host) {
    var all = BrokerSettings.of(host, port, controllerPort);
    all.putAll(settings);
    return all;
  }

  private String compiler() {
    return switch (profile) {
      case TEST -> "-XX:TieredStopAtLevel=1";
      case DURABLE -> "-XX:TieredStopAtLevel=4";
    };
  }

  private boolean hasNodes() {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) PROBE_MAX.toMillis(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) PROBE_MAX.toMillis());
    try (var admin = Admin.create(settings)) {
      return !admin
          .describeCluster()
          .nodes()
          .get(PROBE_MAX.toMillis(), TimeUnit.MILLISECONDS)
          .isEmpty();
    } catch (ExecutionException | TimeoutException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
