package dev.tidemark.operator.archive;

import dev.tidemark.operator.archive.Manifest.Segment;
import dev.tidemark.operator.archive.Manifest.Stretch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Compares the files of an archive with its manifest.
public final class ArchiveCheck {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path directory;
  private final List<String> findings = new ArrayList<>();

  private ArchiveCheck(Path directory) {
    this.directory = directory;
  }

  /// @return everything that is not as the manifest says; empty if all is
  public static List<String> findings(Path directory) {
    var check = new ArchiveCheck(directory);
    Manifest.read(directory).stretches().forEach(check::lookAt);
    return check.findings;
  }

  private void lookAt(Stretch stretch) {
    if (stretch.next() < stretch.end()) {
      findings.add(
          "%s, shard %d: expected all before offset %d, but the export ended at %d"
              .formatted(stretch.topic(), stretch.shard(), stretch.end(), stretch.next()));
    }
    long after = stretch.begin() - 1;
    for (Segment segment : stretch.segments()) {
      if (segment.firstOffset() <= after || segment.lastOffset() >= stretch.next()) {
        findings.add(
            "%s: expected offsets from %d until before %d, but they are %d to %d"
                .formatted(
                    segment.file(),
                    after + 1,
                    stretch.next(),
                    segment.firstOffset(),
                    segment.lastOffset()));
      }
      after = segment.lastOffset();
      try {
        lookAt(segment);
      } catch (NoSuchFileException e) {
        findings.add(segment.file() + ": expected the file, but it is not there");
      } catch (IOException | JacksonException e) {
        findings.add(segment.file() + ": expected to read it, but " + e);
      }
    }
  }

  private void lookAt(Segment segment) throws IOException {
    var file = directory.resolve(segment.file());
    String actual = Checksums.of(file);
    if (!actual.equals(segment.sha256())) {
      findings.add(
          "%s: expected SHA-256 %s, but it is %s"
              .formatted(segment.file(), segment.sha256(), actual));
      return;
    }
    long records = 0;
    long last = -1;
    long first = -1;
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long offset = JSON.readTree(line).required("offset").asLong();
        if (offset <= last) {
          findings.add(
              "%s: expected growing offsets, but %d follows %d"
                  .formatted(segment.file(), offset, last));
        }
        first = first < 0 ? offset : first;
        last = offset;
        records++;
      }
    }
    if (records != segment.records()
        || first != segment.firstOffset()
        || last != segment.lastOffset()) {
      findings.add(
          "%s: expected %d records from %d to %d, but there are %d from %d to %d"
              .formatted(
                  segment.file(),
                  segment.records(),
                  segment.firstOffset(),
                  segment.lastOffset(),
                  records,
                  first,
                  last));
    }
  }
}
