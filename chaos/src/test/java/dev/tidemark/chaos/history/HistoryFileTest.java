package dev.tidemark.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.HistoryEntry.Begun;
import dev.tidemark.chaos.history.HistoryEntry.FaultBegun;
import dev.tidemark.chaos.history.HistoryEntry.FaultEnded;
import dev.tidemark.chaos.history.HistoryEntry.Invoked;
import dev.tidemark.chaos.history.HistoryEntry.Quiet;
import dev.tidemark.chaos.history.HistoryEntry.Read;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  private static final List<HistoryEntry> ENTRIES =
      List.of(
          new Begun(7, "2026-11-24T10:00:00Z", Map.of("minutes", "2"), Map.of("java", "25")),
          new Invoked(
              1, 3, "k1", new Intent(Command.PLACE, "ada", null, "{\"a\":\"ä\\n\"}", null), 5),
          new Attempted(1, 1, "command-1", 5, 9, new Outcome.Unknown("lost")),
          new Attempted(
              1, 2, "command-2", 10, 12, new Outcome.Acknowledged(201, "{}", 1, "AQ", true)),
          new Invoked(2, 3, "k2", new Intent(Command.PAY, "ada", "o", "{}", 4L), 13),
          new Attempted(
              2, 1, "command-2", 13, 14, new Outcome.Refused(412, "precondition-failed", "")),
          new Read(
              1,
              3,
              Freshness.STRONG,
              Resource.ORDER,
              "o",
              "",
              "query-1",
              15,
              16,
              new Seen.State(1, "{}", "AQ", "near")),
          new Read(
              2,
              3,
              Freshness.TOKEN,
              Resource.USER,
              "bob",
              "AQ",
              "query-1",
              17,
              18,
              new Seen.Absent("AQ", "postgres")),
          new Read(
              3,
              3,
              Freshness.PLAIN,
              Resource.SESSION,
              "s",
              "",
              "query-2",
              19,
              20,
              new Seen.Nothing("503")),
          new FaultBegun(1, "kill", "command-2", 21),
          new FaultEnded(1, 22),
          new Quiet(23));

  @TempDir Path directory;

  @Test
  void whatWasWrittenIsRead() throws IOException {
    assertThat(read(written())).isEqualTo(ENTRIES);
  }

  @Test
  void aTornLastLineIsLeftOut() throws IOException {
    Path file = written();
    Files.writeString(file, "{\"entry\":\"quiet\",\"a", StandardOpenOption.APPEND);

    assertThat(read(file)).isEqualTo(ENTRIES);
  }

  @Test
  void aTornLineBeforeOthersIsNamed() throws IOException {
    Path file = written();
    Files.writeString(
        file, "{\"entry\":\"qui\n{\"entry\":\"quiet\",\"at\":1}\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> read(file)).hasMessageContaining("line 13");
  }

  @Test
  void anotherRunsFileIsNotWrittenOver() throws IOException {
    Path file = written();

    assertThatThrownBy(() -> HistoryWriter.create(file))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private Path written() throws IOException {
    Path file = directory.resolve("history.ndjson");
    try (var writer = HistoryWriter.create(file)) {
      ENTRIES.forEach(writer::write);
    }
    return file;
  }

  private static List<HistoryEntry> read(Path file) {
    var entries = new ArrayList<HistoryEntry>();
    new HistoryFile(file).forEach(entries::add);
    return entries;
  }
}
