package dev.tidemark.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeProgramsTest {
  @TempDir Path parent;

  @Test
  void whoUnpacksSecondUsesWhatTheFirstUnpacked() throws IOException {
    Path folder = parent.resolve("postgres");
    Path second = unpacked("second");

    assertThat(NativePrograms.firstOf(unpacked("first"), folder)).isEqualTo(folder);
    assertThat(NativePrograms.firstOf(second, folder)).isEqualTo(folder);

    assertThat(folder.resolve("by")).hasContent("first");
    assertThat(second).doesNotExist();
  }

  @Test
  void whatCannotBeMovedIsNoRace() throws IOException {
    Path unpacked = unpacked("first");

    assertThatThrownBy(() -> NativePrograms.firstOf(unpacked, parent.resolve("nowhere/postgres")))
        .isInstanceOf(FileSystemException.class);
  }

  private Path unpacked(String who) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(who));
    Files.writeString(folder.resolve("by"), who);
    return folder;
  }
}
