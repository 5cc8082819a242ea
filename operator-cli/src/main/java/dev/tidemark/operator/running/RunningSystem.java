package dev.tidemark.operator.running;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.Profile;
import dev.tidemark.localstack.StackProcess;
import dev.tidemark.localstack.system.SystemPorts;
import dev.tidemark.localstack.system.WholeSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// What other invocations must know of a system that runs.
public record RunningSystem(SystemPorts ports, Map<String, Long> pids) {
  private static final JsonMapper JSON = JsonMapper.shared();

  public static RunningSystem of(SystemPorts ports, WholeSystem system) {
    return new RunningSystem(
        ports,
        system.processes().stream()
            .collect(
                Collectors.toMap(
                    StackProcess::name, StackProcess::pid, (one, _) -> one, TreeMap::new)));
  }

  static RunningSystem parse(String json) {
    return JSON.readValue(json, RunningSystem.class);
  }

  String toJson() {
    return JSON.writeValueAsString(this);
  }

  /// The system as seen from outside: it can be asked, but is another's to start and stop.
  public WholeSystem seenFrom(DataDirectory data) {
    try {
      return new WholeSystem(data, Profile.DURABLE, ports);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
