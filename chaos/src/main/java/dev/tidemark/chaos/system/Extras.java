package dev.tidemark.chaos.system;

import dev.tidemark.localstack.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What not every machine allows: disks of a size of their own, and clocks that can be stepped.
public final class Extras implements AutoCloseable {
  private final Map<String, SmallDisk> disks;
  private final @Nullable ClockStep clocks;
  private final Map<String, String> missing;

  private Extras(
      Map<String, SmallDisk> disks, @Nullable ClockStep clocks, Map<String, String> missing) {
    this.disks = disks;
    this.clocks = clocks;
    this.missing = missing;
  }

  /// As much of it as there can be here.
  ///
  /// @param disksOf the processes whose state lies on a small disk
  static Extras in(DataDirectory directory, List<String> disksOf) {
    var missing = new LinkedHashMap<String, String>();
    var disks = new LinkedHashMap<String, SmallDisk>();
    try {
      for (String process : disksOf) {
        disks.put(process, SmallDisk.at(stateOf(directory, process)));
      }
    } catch (IOException e) {
      missing.put("disks of a size of their own", String.valueOf(e.getMessage()));
    }
    ClockStep clocks = null;
    try {
      clocks = ClockStep.in(directory.of("clocks"));
    } catch (IOException e) {
      missing.put("clocks that can be stepped", String.valueOf(e.getMessage()));
    }
    return new Extras(disks, clocks, missing);
  }

  static Path stateOf(DataDirectory directory, String process) {
    return directory.of("state").resolve(process);
  }

  Map<String, String> environment(String process) {
    try {
      return clocks == null ? Map.of() : clocks.environment(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// By the names of the processes whose state lies on them; none if there can be none.
  public Map<String, SmallDisk> disks() {
    return Map.copyOf(disks);
  }

  /// Null if there can be none.
  public @Nullable ClockStep clocks() {
    return clocks;
  }

  /// What there cannot be here, and why.
  public Map<String, String> missing() {
    return Map.copyOf(missing);
  }

  @Override
  public void close() {
    disks.values().forEach(SmallDisk::close);
  }
}
