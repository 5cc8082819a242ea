package dev.tidemark.chaos.system;

import dev.tidemark.localstack.Ports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A broker's listeners: one for each process that is its client, and one for us.
///
/// A broker tells its clients where it is, and they go there: past any proxy whose address they
/// were given to begin with. So each client has a listener of its own, whose advertised address is
/// the proxy that stands before it.
final class BrokerDoors {
  private static final String OURS = "PLAINTEXT";
  private static final String CONTROLLER = "CONTROLLER";

  private record Door(String listener, int port, Link link) {}

  private final int ownPort = Ports.free();
  private final int controllerPort = Ports.free();
  private final Map<String, Door> doors = new LinkedHashMap<>();

  BrokerDoors(List<String> clients, Network network) {
    for (String client : clients) {
      int port = Ports.free();
      doors.put(client, new Door(listener(client), port, network.link(client, "kafka", port)));
    }
  }

  int ownPort() {
    return ownPort;
  }

  int controllerPort() {
    return controllerPort;
  }

  /// What of the broker's settings differs from those of a broker with one door.
  Map<String, String> settings() {
    return Map.of(
        "listeners",
        all(ownPort, Door::port) + ",CONTROLLER://127.0.0.1:" + controllerPort,
        "advertised.listeners",
        all(ownPort, door -> door.link().port()),
        "listener.security.protocol.map",
        doors.values().stream()
            .map(door -> door.listener() + ":PLAINTEXT")
            .collect(
                Collectors.joining(",", OURS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT,", "")),
        // For each listener.
        "num.network.threads",
        "1");
  }

  private String all(int own, Function<Door, Integer> port) {
    return doors.values().stream()
        .map(door -> "%s://127.0.0.1:%d".formatted(door.listener(), port.apply(door)))
        .collect(Collectors.joining(",", OURS + "://127.0.0.1:" + own + ",", ""));
  }

  private static String listener(String client) {
    return client.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
