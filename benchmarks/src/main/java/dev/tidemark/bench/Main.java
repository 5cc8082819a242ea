package dev.tidemark.bench;

import java.time.Clock;
import picocli.CommandLine;

/// Reads the command line, measures, and reports.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench(Clock.systemUTC())).execute(args));
  }
}
