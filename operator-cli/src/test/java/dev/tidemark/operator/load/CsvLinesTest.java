package dev.tidemark.operator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLinesTest {
  private static final List<String> COLUMNS = List.of("A", "B");

  @TempDir private Path folder;

  @Test
  void fieldsAreKeptExactlyAsTheyAre() throws IOException {
    assertThat(lines("A,B\n 1 ,\n\"a,b\",\"say \"\"so\"\" £\"\r\n7' x,\" \"\n"))
        .containsExactly(
            new CsvLine(2, List.of(" 1 ", ""), ""),
            new CsvLine(3, List.of("a,b", "say \"so\" £"), ""),
            new CsvLine(4, List.of("7' x", " "), ""));
  }

  @Test
  void aLineBreakBetweenQuotesBelongsToTheField() throws IOException {
    assertThat(lines("A,B\n\"one\ntwo\",3\n4,5\n"))
        .containsExactly(
            new CsvLine(2, List.of("one\ntwo", "3"), ""), new CsvLine(4, List.of("4", "5"), ""));
  }

  @Test
  void aQuoteThatIsNeverClosedCostsItsOwnLineOnly() throws IOException {
    assertThat(lines("A,B\n\"one,2\n3,\"4\"\n5,6\n"))
        .containsExactly(
            CsvLine.unreadable(2, "Expected a closing quote, but there is none"),
            new CsvLine(3, List.of("3", "4"), ""),
            new CsvLine(4, List.of("5", "6"), ""));
  }

  @Test
  void textAfterAClosingQuoteIsRefused() throws IOException {
    assertThat(lines("A,B\n\"one\"x,2\n3,4\n"))
        .extracting(CsvLine::problem)
        .containsExactly("Expected CSV, but a quote is in the wrong place", "");
  }

  @Test
  void tooFewAndTooManyColumnsAreRefused() throws IOException {
    assertThat(lines("A,B\n1\n\n1,2,3\n1,2"))
        .extracting(CsvLine::problem)
        .containsExactly(
            "Expected 2 columns, but there are 1",
            "Expected 2 columns, but there are 0",
            "Expected 2 columns, but there are 3",
            "");
  }

  @Test
  void aLineThatIsNotUtf8IsRefusedByItself() throws IOException {
    var bytes = "A,B\n1,x\n3,£\n".getBytes(StandardCharsets.UTF_8);
    bytes[6] = (byte) 0xa3;

    assertThat(lines(bytes))
        .containsExactly(
            CsvLine.unreadable(2, "Expected UTF-8, but there are other bytes"),
            new CsvLine(3, List.of("3", "£"), ""));
  }

  @Test
  void anEndlessLineIsRefusedWithoutBeingKept() throws IOException {
    assertThat(lines("A,B\n1," + "x".repeat(1 << 20) + "\n3,4\n"))
        .extracting(CsvLine::problem)
        .containsExactly("Expected a line of at most 20000 characters", "");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheHeader() throws IOException {
    assertThat(lines("\uFEFFA,B\n1,2\n")).hasSize(1);
  }

  @Test
  void anotherHeaderIsRefused() {
    assertThatThrownBy(() -> lines("A,C\n1,2\n"))
        .isInstanceOf(IOException.class)
        .hasMessage("its first line does not name the columns A,B");
    assertThatThrownBy(() -> lines("")).isInstanceOf(IOException.class);
  }

  @Test
  void aGzippedFileIsReadAsItsContent() throws IOException {
    assertThat(read(gzipped("A,B\n1,2\n"))).containsExactly(new CsvLine(2, List.of("1", "2"), ""));
  }

  @Test
  void aGzippedFileThatBreaksOffIsRefusedAsAWhole() throws IOException {
    var file = gzipped("A,B\n" + "1,2\n".repeat(1_000));
    var bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 12));

    assertThatThrownBy(() -> read(file)).isInstanceOf(EOFException.class);
  }

  private Path gzipped(String text) throws IOException {
    var file = folder.resolve("file.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private List<CsvLine> lines(String text) throws IOException {
    return lines(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<CsvLine> lines(byte[] bytes) throws IOException {
    return read(Files.write(folder.resolve("file.csv"), bytes));
  }

  private static List<CsvLine> read(Path file) throws IOException {
    var all = new ArrayList<CsvLine>();
    try (var lines = new CsvLines(file, COLUMNS)) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        all.add(line.get());
      }
    }
    return all;
  }
}
