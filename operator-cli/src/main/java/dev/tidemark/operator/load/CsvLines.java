package dev.tidemark.operator.load;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/// The records of a CSV file (RFC 4180, UTF-8, gzip or not), of which each is either read exactly
/// or refused by itself. A quote that is never closed costs its own line, not the rest of the file.
final class CsvLines implements Closeable {
  /// A record with line breaks between quotes spans at most so many lines.
  private static final int LINES_PER_RECORD_MAX = 10;

  /// Stands for bytes that are not UTF-8. Text that is cannot contain it.
  private static final char MALFORMED = '\uD800';

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private final BufferedReader reader;
  private final BoundedLines lines;
  private final int columns;

  /// Read ahead in search of the end of a record, and not used up.
  private final Deque<String> ahead = new ArrayDeque<>();

  private long number;

  /// @param columns what the first line must say
  /// @throws IOException if the file cannot be read or does not start with these columns
  CsvLines(Path file, List<String> columns) throws IOException {
    this.columns = columns.size();
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(MALFORMED));
    reader = new BufferedReader(new InputStreamReader(open(file), decoder), BUFFER_BYTES);
    lines = new BoundedLines(reader);
    try {
      requireHeader(columns);
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /// The next record; empty at the end of the file.
  Optional<CsvLine> next() throws IOException {
    var first = nextLine();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    long start = ++number;
    var text = new StringBuilder(first.get());
    var read = new ArrayDeque<String>();
    for (int line = 1; line < LINES_PER_RECORD_MAX && isOpen(text); line++) {
      var more = nextLine();
      if (more.isEmpty()) {
        break;
      }
      read.add(more.get());
      text.append('\n').append(more.get());
    }
    var whole = parse(start, text.toString());
    if (read.isEmpty() || !whole.fields().isEmpty()) {
      number += read.size();
      return Optional.of(whole);
    }
    while (!read.isEmpty()) {
      ahead.addFirst(read.removeLast());
    }
    return Optional.of(CsvLine.unreadable(start, "Expected a closing quote, but there is none"));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private Optional<String> nextLine() throws IOException {
    return ahead.isEmpty() ? lines.next() : Optional.of(ahead.removeFirst());
  }

  private CsvLine parse(long start, String text) {
    if (text.length() > BoundedLines.CHARS_MAX) {
      return CsvLine.unreadable(
          start, "Expected a line of at most " + BoundedLines.CHARS_MAX + " characters");
    }
    if (text.indexOf(MALFORMED) >= 0) {
      return CsvLine.unreadable(start, "Expected UTF-8, but there are other bytes");
    }
    try (var parser = FORMAT.parse(new StringReader(text))) {
      var records = parser.getRecords();
      int found = records.stream().mapToInt(CSVRecord::size).sum();
      return records.size() == 1 && found == columns
          ? new CsvLine(start, records.getFirst().toList(), "")
          : CsvLine.unreadable(
              start, "Expected %d columns, but there are %d".formatted(columns, found));
    } catch (IOException | RuntimeException e) {
      return CsvLine.unreadable(start, "Expected CSV, but a quote is in the wrong place");
    }
  }

  private void requireHeader(List<String> expected) throws IOException {
    var first = lines.next().orElse("");
    number = 1;
    var header = parse(1, first.startsWith("\uFEFF") ? first.substring(1) : first);
    if (!header.fields().equals(expected)) {
      throw new IOException(
          "its first line does not name the columns " + String.join(",", expected));
    }
  }

  private static boolean isOpen(CharSequence text) {
    return text.chars().filter(c -> c == '"').count() % 2 == 1;
  }

  private static InputStream open(Path file) throws IOException {
    var bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      bytes.mark(2);
      int magic = bytes.read() << 8 | bytes.read();
      bytes.reset();
      return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, BUFFER_BYTES) : bytes;
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }
}
