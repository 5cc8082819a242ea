package dev.tidemark.localstack.system;

import dev.tidemark.localstack.PortTakenException;
import dev.tidemark.localstack.Ports;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where each process listens.
///
/// @param commands one for each instance of the command service
/// @param commandAdmins where these listen for operators, in the same order
/// @param queryAdmin where the query service does; the projection service has one port for all
public record SystemPorts(
    List<Integer> commands,
    int query,
    int projection,
    int kafka,
    int kafkaController,
    int postgres,
    int redis,
    List<Integer> commandAdmins,
    int queryAdmin) {
  public static final int COMMANDS_MAX = 9;

  /// How far a service's port for operators is above its own.
  private static final int ADMIN_ABOVE = 20;

  /// With a single command service.
  private static final int COUNT = 7;

  public SystemPorts {
    requireCommands(commands.size());
    commands = List.copyOf(commands);
    commandAdmins = List.copyOf(commandAdmins);
  }

  /// Seven in a row, and then those of further command services, so that nothing else moves when
  /// there are more of them. Those for operators are 20 above.
  public static SystemPorts from(int base, int commands) {
    int baseMax = baseMax(commands);
    if (base < 1 || base > baseMax) {
      throw new IllegalArgumentException(
          "Expected a port base from 1 to %d, but was %d".formatted(baseMax, base));
    }
    return of(
        IntStream.range(base, base + count(commands)).boxed().toList(), port -> port + ADMIN_ABOVE);
  }

  /// Some that nobody uses.
  public static SystemPorts free(int commands) {
    return of(Stream.generate(Ports::free).limit(count(commands)).toList(), _ -> Ports.free());
  }

  /// The highest base that leaves room for all.
  public static int baseMax(int commands) {
    return 65_535 - ADMIN_ABOVE - count(commands) + 1;
  }

  /// What stands in the way, for each port that is taken.
  public List<PortTakenException> taken() {
    return Stream.of(
            commands,
            List.of(query, projection, kafka, kafkaController, postgres, redis),
            commandAdmins,
            List.of(queryAdmin))
        .flatMap(List::stream)
        .filter(port -> !Ports.isFree(port))
        .map(PortTakenException::new)
        .toList();
  }

  private static SystemPorts of(List<Integer> ports, UnaryOperator<Integer> admin) {
    var commands = Stream.concat(ports.stream().limit(1), ports.stream().skip(COUNT)).toList();
    return new SystemPorts(
        commands,
        ports.get(1),
        ports.get(2),
        ports.get(3),
        ports.get(4),
        ports.get(5),
        ports.get(6),
        commands.stream().map(admin).toList(),
        admin.apply(ports.get(1)));
  }

  private static int count(int commands) {
    requireCommands(commands);
    return COUNT - 1 + commands;
  }

  private static void requireCommands(int commands) {
    if (commands < 1 || commands > COMMANDS_MAX) {
      throw new IllegalArgumentException(
          "Expected 1 to %d command services, but was %d".formatted(COMMANDS_MAX, commands));
    }
  }
}
