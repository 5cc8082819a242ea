package dev.tidemark.operator;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.PortTakenException;
import dev.tidemark.localstack.system.SystemPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How the system is to be started.
record Start(DataDirectory data, boolean fresh, int portBase) {
  RunDirectory run() {
    return new RunDirectory(data);
  }

  SystemPorts ports() {
    var ports = portBase == 0 ? SystemPorts.free() : SystemPorts.from(portBase);
    var taken = ports.taken();
    if (!taken.isEmpty()) {
      throw new Failure(
          Failure.PORT_TAKEN,
          taken.stream().map(PortTakenException::getMessage).collect(Collectors.joining("\n"))
              + "\nChoose others with --port-base PORT; --port-base 0 takes free ones.");
    }
    return ports;
  }

  /// The same as a command line of the launcher.
  List<String> arguments() {
    var arguments = new ArrayList<>(List.of("up", "--data-dir", data.root().toString()));
    arguments.addAll(List.of("--port-base", String.valueOf(portBase)));
    if (fresh) {
      arguments.add("--fresh");
    }
    return arguments;
  }
}
