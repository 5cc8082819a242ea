package dev.tidemark.operator.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/// What came to nothing, as CSV in the order of the file.
final class RefusedFile {
  private RefusedFile() {}

  static void write(Path path, Collection<RefusedLine> lines) throws IOException {
    var folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (var out = Files.newBufferedWriter(path);
        var csv = new CSVPrinter(out, CSVFormat.RFC4180)) {
      csv.printRecord("Line", "Reason", "Detail");
      var sorted = lines.stream().sorted(Comparator.comparingLong(RefusedLine::line)).toList();
      for (var line : sorted) {
        csv.printRecord(line.line(), line.reason(), line.detail());
      }
    }
  }
}
