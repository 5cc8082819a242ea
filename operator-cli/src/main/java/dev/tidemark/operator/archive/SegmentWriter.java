package dev.tidemark.operator.archive;

import dev.tidemark.operator.archive.Manifest.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/// Writes one segment. Until it is finished it has another name, and nobody takes it for whole.
final class SegmentWriter implements AutoCloseable {
  private final Path directory;
  private final String name;
  private final Path half;
  private final MessageDigest digest = Checksums.sha256();
  private final OutputStream out;
  private final long firstOffset;
  private long lastOffset;
  private long records;
  private long textBytes;

  /// @param directory of the archive
  SegmentWriter(Path directory, String topic, int shard, long firstOffset) throws IOException {
    this.directory = directory;
    this.name = "%s/%d/%020d.ndjson.gz".formatted(topic, shard, firstOffset);
    this.half = directory.resolve(name + ".part");
    this.firstOffset = firstOffset;
    Files.createDirectories(half.getParent());
    this.out = new GZIPOutputStream(new DigestOutputStream(Files.newOutputStream(half), digest));
  }

  void write(String line, long offset) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(bytes);
    textBytes += bytes.length;
    lastOffset = offset;
    records++;
  }

  /// So far, before compression.
  long textBytes() {
    return textBytes;
  }

  Segment finish() throws IOException {
    out.close();
    var file = directory.resolve(name);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    return new Segment(
        name,
        firstOffset,
        lastOffset,
        records,
        Files.size(file),
        HexFormat.of().formatHex(digest.digest()));
  }

  /// Leaves nothing of a segment that was not finished.
  @Override
  public void close() {
    try {
      out.close();
      Files.deleteIfExists(half);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
