package dev.tidemark.chaos.history;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes a history to a file, a line for each entry. What was written is with the operating system
/// when [#write] returns: it outlives this process, not the machine. Thread-safe.
public final class HistoryWriter implements Closeable {
  private final OutputStream out;

  private HistoryWriter(OutputStream out) {
    this.out = out;
  }

  /// @throws IOException also if there is such a file already
  public static HistoryWriter create(Path file) throws IOException {
    return new HistoryWriter(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
  }

  /// Whole lines, in the order of the calls.
  public void write(HistoryEntry entry) {
    byte[] json = HistoryJson.MAPPER.writerFor(HistoryEntry.class).writeValueAsBytes(entry);
    byte[] line = new byte[json.length + 1];
    System.arraycopy(json, 0, line, 0, json.length);
    line[json.length] = '\n';
    synchronized (this) {
      try {
        out.write(line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
