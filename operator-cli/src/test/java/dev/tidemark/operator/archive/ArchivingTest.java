package dev.tidemark.operator.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.operator.archive.Manifest.Segment;
import dev.tidemark.operator.archive.Manifest.Stretch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivingTest {
  /// With the holes that transactions leave, and one at the end.
  private static final List<Long> OFFSETS = List.of(0L, 1L, 3L, 4L, 6L, 9L);

  private static final long END = 11;
  private static final int PAGE = 2;
  private static final long SEGMENT_BYTES = 40;

  @TempDir private Path folder;
  private int pagesLeft = Integer.MAX_VALUE;

  @Test
  void everyRecordIsInASegmentOfBoundedSize() throws Exception {
    var whole = archive(empty(), SEGMENT_BYTES).run();

    assertThat(lines(whole)).isEqualTo(OFFSETS.stream().map(ArchivingTest::line).toList());
    assertThat(whole.records()).isEqualTo(OFFSETS.size());
    assertThat(segments(whole)).extracting(Segment::records).containsExactly(2L, 2L, 2L);
    assertThat(segments(whole)).extracting(Segment::lastOffset).containsExactly(1L, 4L, 9L);
    assertThat(whole.stretches().getFirst().next()).isEqualTo(END);
    assertThat(ArchiveCheck.findings(folder)).isEmpty();
  }

  @Test
  void anInterruptedExportGoesOnBehindItsLastSegment() throws Exception {
    pagesLeft = 2;
    assertThatThrownBy(() -> archive(empty(), SEGMENT_BYTES).run()).hasMessage("interrupted");
    assertThat(ArchiveCheck.findings(folder)).singleElement().asString().contains("ended at");

    pagesLeft = Integer.MAX_VALUE;
    var whole = archive(Manifest.read(folder), SEGMENT_BYTES).run();

    assertThat(lines(whole)).isEqualTo(OFFSETS.stream().map(ArchivingTest::line).toList());
    assertThat(ArchiveCheck.findings(folder)).isEmpty();
  }

  @Test
  void anUnfinishedSegmentLeavesNoFile() throws Exception {
    pagesLeft = 1;
    assertThatThrownBy(() -> archive(empty(), 1 << 20).run()).hasMessage("interrupted");

    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("manifest.json");
    }
  }

  @Test
  void aShardWithoutRecordsIsWholeWithoutASegment() throws Exception {
    var stretch = new Stretch("users.events", 0, 10, 10, END, List.of());
    var whole = archive(new Manifest(1, "log", Instant.EPOCH, 1, List.of(stretch)), 1).run();

    assertThat(segments(whole)).isEmpty();
    assertThat(ArchiveCheck.findings(folder)).isEmpty();
  }

  @Test
  void aChangedFileIsNoticed() throws Exception {
    var segment = segments(archive(empty(), SEGMENT_BYTES).run()).getFirst();
    var bytes = Files.readAllBytes(folder.resolve(segment.file()));
    bytes[bytes.length - 1] ^= 1;
    Files.write(folder.resolve(segment.file()), bytes);

    assertThat(ArchiveCheck.findings(folder)).singleElement().asString().contains("SHA-256");
  }

  @Test
  void aMissingFileIsNoticed() throws Exception {
    var segment = segments(archive(empty(), SEGMENT_BYTES).run()).getLast();
    Files.delete(folder.resolve(segment.file()));

    assertThat(ArchiveCheck.findings(folder)).singleElement().asString().contains("not there");
  }

  @Test
  void aCountThatIsNotTheFilesIsNoticed() throws Exception {
    archive(empty(), SEGMENT_BYTES).run();
    var manifest = folder.resolve("manifest.json");
    var text = Files.readString(manifest);
    Files.writeString(manifest, text.replaceFirst("\"records\" : 2", "\"records\" : 3"));

    assertThat(ArchiveCheck.findings(folder)).singleElement().asString().contains("3 records");
  }

  @Test
  void aFolderWithoutAManifestIsNoArchive() {
    assertThatThrownBy(() -> ArchiveCheck.findings(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expected a manifest");
  }

  private Archiving archive(Manifest manifest, long segmentBytes) {
    return new Archiving(folder, manifest, this::page, segmentBytes);
  }

  private static Manifest empty() {
    return new Manifest(
        1, "log", Instant.EPOCH, 1, List.of(new Stretch("users.events", 0, 0, 0, END, List.of())));
  }

  private LogSource.Page page(String topic, int shard, long from, long to) {
    if (pagesLeft-- == 0) {
      throw new IllegalStateException("interrupted");
    }
    var found = OFFSETS.stream().filter(each -> each >= from && each < to).limit(PAGE).toList();
    return new LogSource.Page(
        found.stream().map(ArchivingTest::line).toList(),
        found.size() < PAGE ? to : found.getLast() + 1);
  }

  private static String line(long offset) {
    return "{\"offset\":%d,\"key\":\"ada\"}".formatted(offset);
  }

  private static List<Segment> segments(Manifest manifest) {
    return manifest.stretches().getFirst().segments();
  }

  private List<String> lines(Manifest manifest) throws IOException {
    var lines = new ArrayList<String>();
    for (var segment : segments(manifest)) {
      try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve(segment.file())))) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
      }
    }
    return lines;
  }
}
