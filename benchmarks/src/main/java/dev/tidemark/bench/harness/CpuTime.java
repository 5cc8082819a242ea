package dev.tidemark.bench.harness;

import dev.tidemark.localstack.StackProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How much processor time programs took, with the processes that they began. What else the machine
/// does changes it little, so it says what something costs also where latencies do not.
public final class CpuTime {
  private final Map<StackProcess, Duration> before = new LinkedHashMap<>();

  private CpuTime(List<? extends StackProcess> programs) {
    programs.forEach(program -> before.put(program, now(program)));
  }

  /// From now on.
  public static CpuTime of(List<? extends StackProcess> programs) {
    return new CpuTime(programs);
  }

  /// Adds what each took since then, shared among what was done.
  public Turn per(String what, long count, Turn turn) {
    Turn more = turn;
    for (Map.Entry<StackProcess, Duration> each : before.entrySet()) {
      Duration took = now(each.getKey()).minus(each.getValue());
      more =
          more.and(
              "CPU of %s, ms/%s".formatted(each.getKey().name(), what),
              took.toNanos() / 1e6 / Math.max(1, count));
    }
    return more;
  }

  private static Duration now(StackProcess program) {
    return ProcessHandle.of(program.pid()).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
