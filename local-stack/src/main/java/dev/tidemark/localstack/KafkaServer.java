package dev.tidemark.localstack;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/// A broker that is its own controller. Topics are not made by themselves.
public final class KafkaServer extends StackProcess {
  private static final JavaProgram BROKER =
      new JavaProgram("local-broker", "dev.tidemark.localbroker.BrokerMain");
  private static final Duration PROBE_MAX = Duration.ofSeconds(5);

  private final DataDirectory directory;
  private final Profile profile;
  private final int port;
  private final int controllerPort;
  private final List<String> settings;

  /// @param settings of the broker that differ from the stack's own, each as `name=value`
  public KafkaServer(
      DataDirectory directory, Profile profile, int port, int controllerPort, String... settings) {
    super("kafka");
    this.directory = directory;
    this.profile = profile;
    this.port = port;
    this.controllerPort = controllerPort;
    this.settings = List.of(settings);
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public String address() {
    return bootstrapServers();
  }

  @Override
  Child launch() throws IOException {
    Ports.requireFree(port);
    Ports.requireFree(controllerPort);
    var arguments = new ArrayList<String>();
    arguments.add(directory.of("kafka").toString());
    arguments.add(String.valueOf(port));
    arguments.add(String.valueOf(controllerPort));
    arguments.addAll(settings);
    return Child.spawn(
        BROKER.command(flags(), arguments), Map.of(), directory.log("kafka"), "TERM");
  }

  @Override
  public boolean answers() {
    // The port opens when the broker has caught up; asking before that fills the log with warnings.
    return Ports.accepts(port) && hasNodes();
  }

  private List<String> flags() {
    var flags = new ArrayList<>(List.of("-Xmx320m"));
    if (profile == Profile.TEST) {
      flags.add("-XX:TieredStopAtLevel=1");
    }
    return flags;
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
