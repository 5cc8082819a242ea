package dev.tidemark.operator;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.Home;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which system a verb speaks of: there is one for each data directory.
final class DataOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where data and logs are kept (default: .tidemark beside this script).")
  private Path directory = Home.path().resolve(".tidemark");

  DataDirectory directory() {
    return new DataDirectory(directory);
  }

  RunDirectory run() {
    return new RunDirectory(directory());
  }
}
