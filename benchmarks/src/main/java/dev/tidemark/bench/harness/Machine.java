package dev.tidemark.bench.harness;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What it was measured on.
///
/// @param load processes that wanted to run, on average over the minute before: what else the
///   machine did. Negative if unknown
public record Machine(
    String system, String java, String processor, int processors, long memoryMib, double load) {
  static Machine look() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        "%s %s, %s".formatted(system.getName(), system.getVersion(), system.getArch()),
        "%s, %s".formatted(Runtime.version(), System.getProperty("java.vm.name")),
        processorName(),
        system.getAvailableProcessors(),
        system.getTotalMemorySize() >> 20,
        system.getSystemLoadAverage());
  }

  private static String processorName() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
