package dev.tidemark.operator;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.PortTakenException;
import dev.tidemark.localstack.system.SystemPorts;
import dev.tidemark.operator.running.RunDirectory;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How the system is to be started.
///
/// @param commandInstances how many command services; if nobody said, one, or as many as run
///   already
record Start(DataDirectory data, boolean fresh, int portBase, @Nullable Integer commandInstances) {
  private static final int ORPHAN_S_MAX = 5;

  RunDirectory run() {
    return new RunDirectory(data);
  }

  /// @param afterKill whether the launcher before this one was killed, so that its processes, which
  ///   end by themselves, may be about to end
  SystemPorts ports(boolean afterKill) {
    int commands = commandInstances == null ? 1 : commandInstances;
    var ports = portBase == 0 ? SystemPorts.free(commands) : SystemPorts.from(portBase, commands);
    if (afterKill) {
      awaitEnd(ports.taken());
    }
    var taken = ports.taken();
    if (!taken.isEmpty()) {
      throw new Failure(
          ExitCode.PORT_TAKEN,
          taken.stream().map(PortTakenException::getMessage).collect(Collectors.joining("\n"))
              + "\nChoose others with --port-base PORT; --port-base 0 takes free ones.");
    }
    return ports;
  }

  private static void awaitEnd(List<PortTakenException> taken) {
    taken.stream()
        .flatMap(port -> port.holder().stream())
        .distinct()
        .map(holder -> holder.onExit().completeOnTimeout(holder, ORPHAN_S_MAX, TimeUnit.SECONDS))
        .toList()
        .forEach(CompletableFuture::join);
  }

  /// The same as a command line of the launcher.
  List<String> arguments() {
    var arguments = new ArrayList<>(List.of("up", "--data-dir", data.root().toString()));
    arguments.addAll(List.of("--port-base", String.valueOf(portBase)));
    if (commandInstances != null) {
      arguments.addAll(List.of("--command-instances", String.valueOf(commandInstances)));
    }
    if (fresh) {
      arguments.add("--fresh");
    }
    return arguments;
  }
}
