package dev.tidemark.operator.load;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/// Lines of text, none longer than a limit: of a longer one the rest is skipped.
final class BoundedLines {
  static final int CHARS_MAX = 20_000;

  private final Reader reader;
  private boolean afterReturn;

  /// @param reader must be buffered
  BoundedLines(Reader reader) {
    this.reader = reader;
  }

  /// The next line without its end, with one character more than [#CHARS_MAX] if it was too long.
  Optional<String> next() throws IOException {
    var line = new StringBuilder();
    int c = reader.read();
    if (afterReturn && c == '\n') {
      c = reader.read();
    }
    afterReturn = false;
    if (c < 0) {
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
      if (line.length() <= CHARS_MAX) {
        line.append((char) c);
      }
    }
    afterReturn = c == '\r';
    return Optional.of(line.toString());
  }
}
