package dev.tidemark.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The process that listens on a port, as far as `/proc` lets us see it: our own user's processes
/// on Linux, nothing elsewhere.
record PortHolder(long pid, String command) {
  private static final String LISTENING = "0A";
  private static final int COMMAND_CHARS_MAX = 80;

  static Optional<PortHolder> of(int port) {
    var sockets =
        Stream.of("/proc/net/tcp", "/proc/net/tcp6")
            .flatMap(table -> listeners(Path.of(table), port))
            .map(inode -> "socket:[" + inode + "]")
            .collect(Collectors.toSet());
    return sockets.isEmpty()
        ? Optional.empty()
        : ProcessHandle.allProcesses()
            .filter(process -> holds(process.pid(), sockets))
            .findFirst()
            .map(process -> new PortHolder(process.pid(), commandOf(process)));
  }

  @Override
  public String toString() {
    return "process " + pid + " (" + command + ")";
  }

  /// Columns of the table: number, local address, remote address, state, …, the tenth is the inode.
  private static Stream<String> listeners(Path table, int port) {
    var local = ":" + HexFormat.of().withUpperCase().toHexDigits((short) port);
    try {
      return Files.readAllLines(table).stream()
          .map(line -> line.strip().split("\\s+"))
          .filter(columns -> columns.length > 9)
          .filter(columns -> columns[1].endsWith(local) && columns[3].equals(LISTENING))
          .map(columns -> columns[9]);
    } catch (IOException notLinux) {
      return Stream.empty();
    }
  }

  private static boolean holds(long pid, Set<String> sockets) {
    try (var open = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
      return open.anyMatch(descriptor -> sockets.contains(target(descriptor)));
    } catch (IOException notOursOrGone) {
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static String commandOf(ProcessHandle process) {
    var line = process.info().commandLine().or(() -> process.info().command()).orElse("unknown");
    return line.length() <= COMMAND_CHARS_MAX ? line : line.substring(0, COMMAND_CHARS_MAX) + "…";
  }
}
