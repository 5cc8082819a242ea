package dev.tidemark.operator.verb;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.Home;
import dev.tidemark.operator.running.RunDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which system a verb speaks of: there is one for each data directory.
public final class DataOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where data and logs are kept (default: .tidemark beside this script).")
  private Path directory = Home.path().resolve(".tidemark");

  public DataDirectory directory() {
    return new DataDirectory(directory);
  }

  public RunDirectory run() {
    return new RunDirectory(directory());
  }
}
