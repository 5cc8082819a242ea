package dev.tidemark.operator.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What an archive holds: the file `manifest.json`, replaced as a whole after each segment, so that
/// what it lists is there and complete.
///
/// @param format of manifest and segments
/// @param log the identity of the log that was exported
/// @param exportedAt when it ended where the stretches end
/// @param shards of the log
public record Manifest(
    int format, String log, Instant exportedAt, int shards, List<Stretch> stretches) {
  public static final int FORMAT = 1;

  private static final String FILE = "manifest.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  /// One topic of one shard.
  ///
  /// @param begin the first offset that the log held
  /// @param next where to read on: everything before is in the segments
  /// @param end where the export is to end
  public record Stretch(
      String topic, int shard, long begin, long next, long end, List<Segment> segments) {
    public Stretch with(Segment segment, long newNext) {
      var more = new ArrayList<>(segments);
      more.add(segment);
      return new Stretch(topic, shard, begin, newNext, end, List.copyOf(more));
    }

    public Stretch to(long newNext, long newEnd) {
      return new Stretch(topic, shard, begin, newNext, newEnd, segments);
    }

    public long records() {
      return segments.stream().mapToLong(Segment::records).sum();
    }
  }

  /// One file of records.
  ///
  /// @param file relative to the manifest
  /// @param records at least one
  /// @param sha256 of the file, in hexadecimal digits
  public record Segment(
      String file, long firstOffset, long lastOffset, long records, long bytes, String sha256) {
    /// Its records, a line each. To be closed by the caller.
    BufferedReader lines(Path directory) throws IOException {
      var text = new GZIPInputStream(Files.newInputStream(directory.resolve(file)));
      return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
    }
  }

  public static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /// @throws IllegalStateException if there is none that this version can read
  public static Manifest read(Path directory) {
    var file = directory.resolve(FILE);
    try {
      var manifest = JSON.readValue(Files.readString(file), Manifest.class);
      if (manifest.format != FORMAT) {
        throw new IllegalStateException(
            "Expected %s to be of format %d, but it is of %d"
                .formatted(file, FORMAT, manifest.format));
      }
      return manifest;
    } catch (IOException | JacksonException e) {
      throw new IllegalStateException("Expected a manifest in " + file + ", but " + e, e);
    }
  }

  public void write(Path directory) throws IOException {
    var half = directory.resolve(FILE + ".new");
    Files.writeString(half, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
    Files.move(half, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  public Manifest with(Stretch changed) {
    return new Manifest(
        format,
        log,
        exportedAt,
        shards,
        stretches.stream()
            .map(each ->
                each.topic.equals(changed.topic) && each.shard == changed.shard ? changed : each)
            .toList());
  }

  public long records() {
    return stretches.stream().mapToLong(Stretch::records).sum();
  }
}
