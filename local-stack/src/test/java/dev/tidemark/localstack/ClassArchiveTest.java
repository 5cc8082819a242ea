package dev.tidemark.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final String WRITES = "-XX:+AutoCreateSharedArchive";

  @TempDir private Path folder;

  /// Two that ended at once wrote into the same file, and whoever read it died.
  @Test
  void oneProcessAloneWritesIt() {
    var archive = new ClassArchive(folder.resolve("one.jsa"));

    var reads = "-XX:SharedArchiveFile=" + archive.file();
    assertThat(archive.flags()).contains(reads, WRITES);
    assertThat(archive.flags()).contains(reads).doesNotContain(WRITES);
  }
}
