package dev.tidemark.bench.harness;

/// Something that can be measured by itself, from starting what it needs to stopping it again.
public interface Scenario {
  /// As it is called on the command line.
  String name();

  /// One sentence for `--list`.
  String about();

  /// Measures, and stops whatever it started, also if it fails.
  Report run(Run run) throws Exception;
}
