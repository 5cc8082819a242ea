package dev.tidemark.operator.archive;

import dev.tidemark.operator.archive.Manifest.Stretch;
import dev.tidemark.operator.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Writes a log to files, stretch by stretch. Whatever ends it, the manifest on disk says what is
/// there, and the next one goes on from it.
public final class Archiving {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path directory;
  private final LogSource source;
  private final long segmentBytesMax;
  private final AtomicLong done = new AtomicLong();
  private final long total;
  private Manifest manifest;

  /// @param manifest of what is there already, with the ends of what is to be there
  /// @param segmentBytesMax before compression; a segment ends with the record that reaches it
  public Archiving(Path directory, Manifest manifest, LogSource source, long segmentBytesMax) {
    this.directory = directory;
    this.manifest = manifest;
    this.source = source;
    this.segmentBytesMax = segmentBytesMax;
    this.total = manifest.stretches().stream().mapToLong(each -> each.end() - each.begin()).sum();
    manifest.stretches().forEach(each -> done.addAndGet(each.next() - each.begin()));
  }

  /// May be asked by any thread.
  public Progress progress() {
    return new Progress(done.get(), total, "offsets", "");
  }

  /// @return the manifest of the whole
  public Manifest run() throws IOException, InterruptedException {
    manifest.write(directory);
    for (Stretch stretch : manifest.stretches()) {
      Stretch grown = stretch;
      while (grown.next() < grown.end()) {
        grown = segment(grown);
        manifest = manifest.with(grown);
        manifest.write(directory);
      }
    }
    return manifest;
  }

  /// Reads one more segment, or to the end if there are no more records.
  private Stretch segment(Stretch stretch) throws IOException, InterruptedException {
    long next = stretch.next();
    SegmentWriter writer = null;
    try {
      while (next < stretch.end() && (writer == null || writer.textBytes() < segmentBytesMax)) {
        var page = source.page(stretch.topic(), stretch.shard(), next, stretch.end());
        for (String line : page.lines()) {
          long offset = JSON.readTree(line).required("offset").asLong();
          writer = writer == null ? begin(stretch, offset) : writer;
          writer.write(line, offset);
        }
        done.addAndGet(page.next() - next);
        next = page.next();
      }
      var segment = writer == null ? null : writer.finish();
      return segment == null ? stretch.to(next, stretch.end()) : stretch.with(segment, next);
    } finally {
      close(writer);
    }
  }

  private SegmentWriter begin(Stretch stretch, long offset) throws IOException {
    return new SegmentWriter(directory, stretch.topic(), stretch.shard(), offset);
  }

  private static void close(@Nullable SegmentWriter writer) {
    if (writer != null) {
      writer.close();
    }
  }
}
