package dev.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.operator.figures.Comparison;
import dev.tidemark.operator.figures.ExpectedFigures;
import dev.tidemark.operator.figures.QueryFigures;
import dev.tidemark.operator.load.LoadReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Holds what the query API says against what the file says, and prints both.
final class FigureCheck {
  private FigureCheck() {}

  /// @param expected in the form of [IndependentFigures#toJson()]
  static void equal(RunningTidemark tidemark, LoadReport load, String expected)
      throws IOException, InterruptedException {
    var file = Files.createTempFile("figures-", ".json");
    try {
      Files.writeString(file, expected);
      equal(tidemark, load, file);
    } finally {
      Files.delete(file);
    }
  }

  static void equal(RunningTidemark tidemark, LoadReport load, Path expected)
      throws IOException, InterruptedException {
    var found =
        new QueryFigures(tidemark.system().query().url(), load.consistencyToken()).compute();
    var comparison = Comparison.of(ExpectedFigures.read(expected), found);
    comparison.print(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    assertThat(comparison.isEqual()).as("Every figure is as expected").isTrue();
  }
}
