package dev.tidemark.localstack.system;

import dev.tidemark.localstack.PortTakenException;
import dev.tidemark.localstack.Ports;
import java.util.List;
import java.util.stream.IntStream;

/// Where each process listens.
public record SystemPorts(
    int command,
    int query,
    int projection,
    int kafka,
    int kafkaController,
    int postgres,
    int redis) {
  private static final int COUNT = 7;

  /// The highest base that leaves room for all.
  public static final int BASE_MAX = 65_535 - COUNT + 1;

  /// Seven in a row.
  public static SystemPorts from(int base) {
    if (base < 1 || base > BASE_MAX) {
      throw new IllegalArgumentException(
          "Expected a port base from 1 to %d, but was %d".formatted(BASE_MAX, base));
    }
    return of(IntStream.range(base, base + COUNT).toArray());
  }

  /// Seven that nobody uses.
  public static SystemPorts free() {
    return of(IntStream.range(0, COUNT).map(_ -> Ports.free()).toArray());
  }

  /// What stands in the way, for each port that is taken.
  public List<PortTakenException> taken() {
    return IntStream.of(command, query, projection, kafka, kafkaController, postgres, redis)
        .filter(port -> !Ports.isFree(port))
        .mapToObj(PortTakenException::new)
        .toList();
  }

  private static SystemPorts of(int[] ports) {
    return new SystemPorts(ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], ports[6]);
  }
}
