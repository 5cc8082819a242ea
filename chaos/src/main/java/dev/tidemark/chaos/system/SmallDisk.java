package dev.tidemark.chaos.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file system of its own in memory, so that it can be full while no other is. Only root may make
/// one.
public final class SmallDisk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmallDisk.class);
  private static final long BYTES = 512L << 20;

  /// What is written in the meantime must not fit, so the disk is made a little too small for one
  /// more page.
  private static final int PAGE_BYTES = 4_096;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /// @throws IOException if there can be none here, which says why
  static SmallDisk at(Path folder) throws IOException {
    Files.createDirectories(folder);
    run("mount", "-t", "tmpfs", "-o", "size=" + BYTES + ",mode=0755", "tidemark-chaos", folder);
    return new SmallDisk(folder);
  }

  /// Nothing more fits from now on.
  public void fill() throws IOException {
    var store = Files.getFileStore(folder);
    long used = store.getTotalSpace() - store.getUnallocatedSpace();
    resize(Math.max(PAGE_BYTES, used));
  }

  public void empty() throws IOException {
    resize(BYTES);
  }

  @Override
  public void close() {
    try {
      run("umount", folder);
    } catch (IOException e) {
      LOG.warn("{} is still mounted: {}", folder, e.getMessage());
    }
  }

  private void resize(long bytes) throws IOException {
    run("mount", "-o", "remount,size=" + bytes, folder);
  }

  private static void run(Object... words) throws IOException {
    var command = List.of(words).stream().map(Object::toString).toList();
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
  }
}
