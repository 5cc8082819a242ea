package dev.tidemark.operator.archive;

import dev.tidemark.operator.archive.Manifest.Segment;
import dev.tidemark.operator.archive.Manifest.Stretch;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Compares the files of an archive with its manifest.
public final class ArchiveCheck {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final int FINDINGS_MAX = 100;

  private final Path directory;
  private final LineCheck lineCheck;
  private final List<String> findings = new ArrayList<>();

  /// Looks at one record; empty if it is as it should be.
  @FunctionalInterface
  interface LineCheck {
    Optional<String> finding(Stretch stretch, String line);
  }

  private ArchiveCheck(Path directory, LineCheck lineCheck) {
    this.directory = directory;
    this.lineCheck = lineCheck;
  }

  /// @return everything that is not as the manifest says, up to the first 100; empty if all is
  public static List<String> findings(Path directory) {
    return findings(directory, (_, _) -> Optional.empty());
  }

  /// The same, and what else must hold of each record.
  static List<String> findings(Path directory, LineCheck lineCheck) {
    var check = new ArchiveCheck(directory, lineCheck);
    Manifest.read(directory).stretches().forEach(check::lookAt);
    return check.findings;
  }

  private void found(String finding) {
    if (findings.size() < FINDINGS_MAX) {
      findings.add(finding);
    }
  }

  private void lookAt(Stretch stretch) {
    if (stretch.next() < stretch.end()) {
      found(
          "%s, shard %d: expected all before offset %d, but the export ended at %d"
              .formatted(stretch.topic(), stretch.shard(), stretch.end(), stretch.next()));
    }
    long after = stretch.begin() - 1;
    for (Segment segment : stretch.segments()) {
      if (segment.firstOffset() <= after || segment.lastOffset() >= stretch.next()) {
        found(
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
        lookAt(stretch, segment);
      } catch (NoSuchFileException e) {
        found(segment.file() + ": expected the file, but it is not there");
      } catch (IOException | JacksonException e) {
        found(segment.file() + ": expected to read it, but " + e);
      }
    }
  }

  private void lookAt(Stretch stretch, Segment segment) throws IOException {
    var file = directory.resolve(segment.file());
    String actual = Checksums.of(file);
    if (!actual.equals(segment.sha256())) {
      found(
          "%s: expected SHA-256 %s, but it is %s"
              .formatted(segment.file(), segment.sha256(), actual));
      return;
    }
    long records = 0;
    long last = -1;
    long first = -1;
    try (var lines = segment.lines(directory)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long offset = JSON.readTree(line).required("offset").asLong();
        if (offset <= last) {
          found(
              "%s: expected growing offsets, but %d follows %d"
                  .formatted(segment.file(), offset, last));
        }
        lineCheck
            .finding(stretch, line)
            .ifPresent(what -> found("%s, offset %d: %s".formatted(segment.file(), offset, what)));
        first = first < 0 ? offset : first;
        last = offset;
        records++;
      }
    }
    if (records != segment.records()
        || first != segment.firstOffset()
        || last != segment.lastOffset()) {
      found(
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
