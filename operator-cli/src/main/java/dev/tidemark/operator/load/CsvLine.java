package dev.tidemark.operator.load;

import java.util.List;

/// A record of a CSV file.
///
/// @param number of its first line as an editor counts, so the header has 1
/// @param fields none if it cannot be read as a record
/// @param problem why it cannot, else empty
record CsvLine(long number, List<String> fields, String problem) {
  CsvLine {
    fields = List.copyOf(fields);
  }

  static CsvLine unreadable(long number, String problem) {
    return new CsvLine(number, List.of(), problem);
  }
}
