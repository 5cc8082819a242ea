package dev.tidemark.operator.running;

import dev.tidemark.localstack.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The folder `run/` of a data directory, by which the system that runs on it and other invocations
/// of the launcher know of each other.
///
/// A lock on a file decides who runs the system: the kernel takes it back from whoever dies. Beside
/// it stand the [owner][ProcessIdentity] and, once all is ready, the [system][RunningSystem].
public final class RunDirectory {
  /// Tells a folder of ours from one that was named by mistake: `up --fresh` deletes.
  private static final String MARKER = "tidemark-data";

  private static final long LOOK_EVERY_MS = 50;

  private final DataDirectory data;
  private final Path folder;

  public RunDirectory(DataDirectory data) {
    this.data = data;
    this.folder = data.of("run");
  }

  /// Makes the data directory if it is not there, and refuses a folder that holds something else.
  public void adopt() {
    try {
      Files.createDirectories(data.root());
      if (!Files.exists(data.of(MARKER)) && !isEmpty(data.root())) {
        throw new IllegalStateException(
            "Expected %s to be empty or a data directory of Tidemark, but it is neither"
                .formatted(data.root()));
      }
      Files.writeString(data.of(MARKER), "Data of Tidemark. `tidemark up --fresh` deletes it.\n");
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Becomes the one who runs the system on this data, until the claim is closed or this JVM ends;
  /// nothing if somebody does already.
  public @Nullable FileChannel claim() {
    adopt();
    try {
      var lock =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() == null) {
        lock.close();
        return null;
      }
      Files.deleteIfExists(folder.resolve("system.json"));
      replace("owner", ProcessIdentity.of(ProcessHandle.current()).toString());
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The process that runs the system, if it does.
  public Optional<ProcessHandle> owner() {
    return read("owner").map(ProcessIdentity::parse).flatMap(ProcessIdentity::alive);
  }

  /// Whether the last owner ended without being able to say so.
  public boolean wasKilled() {
    return owner().isEmpty() && read("owner").isPresent();
  }

  /// Waits for a moment between two looks, shorter if the owner ends in it.
  public void awaitChange(ProcessHandle owner) {
    try {
      owner.onExit().get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException stillThere) {
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected to wait, but was interrupted", e);
    }
  }

  public void publish(RunningSystem system) {
    replace("system.json", system.toJson());
  }

  /// The system that runs, from when it was first ready.
  public Optional<RunningSystem> published() {
    return owner().isEmpty() ? Optional.empty() : read("system.json").map(RunningSystem::parse);
  }

  /// Says that nothing runs any more.
  public void clear() {
    try {
      Files.deleteIfExists(folder.resolve("system.json"));
      Files.deleteIfExists(folder.resolve("owner"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deletes all data, and keeps the logs, one of which may be our own output. Only for the one who
  /// has the claim.
  public void empty() {
    try (var entries = Files.list(data.root())) {
      var keep = List.of(folder, data.of("logs"), data.of(MARKER));
      entries
          .filter(entry -> !keep.contains(entry))
          .forEach(entry -> new DataDirectory(entry).delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void replace(String name, String content) {
    try {
      var half = folder.resolve(name + ".new");
      Files.writeString(half, content);
      Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
