package dev.tidemark.chaos.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A history that a [HistoryWriter] wrote. The last line may be torn, if its writer was killed:
/// then it is left out.
public record HistoryFile(Path file) implements History {
  @Override
  public void forEach(Consumer<? super HistoryEntry> reader) {
    try (var lines = Files.newBufferedReader(file)) {
      long number = 1;
      String line = lines.readLine();
      while (line != null) {
        String next = lines.readLine();
        HistoryEntry entry = entry(line, number, next == null);
        if (entry != null) {
          reader.accept(entry);
        }
        line = next;
        number++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable HistoryEntry entry(String line, long number, boolean last) {
    try {
      return HistoryJson.MAPPER.readValue(line, HistoryEntry.class);
    } catch (JacksonException e) {
      if (last) {
        return null;
      }
      throw new IllegalArgumentException(
          "Expected an entry of a history in line " + number + " of " + file + ", but it is none",
          e);
    }
  }
}
