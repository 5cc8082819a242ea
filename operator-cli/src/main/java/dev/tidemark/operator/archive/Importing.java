package dev.tidemark.operator.archive;

import static java.util.Objects.requireNonNull;

import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.operator.archive.ImportTarget.Standing;
import dev.tidemark.operator.progress.Progress;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Fills an empty system from an archive. What the system holds says where to go on, so whatever
/// ends it, the next one continues; and what it holds must be the beginning of this very archive.
///
/// All shards are closed to commands before the first event comes, and opened when the last one is
/// there: nobody decides on a part of what happened.
public final class Importing {
  private static final int SHARDS_AT_ONCE_MAX = 4;

  private final Path directory;
  private final Manifest manifest;
  private final ImportTarget target;
  private final long total;
  private final int linesMax;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  /// @param total how many events the archive holds
  /// @param linesMax how many are sent at once, from 1 to 1,000
  public Importing(
      Path directory, Manifest manifest, ImportTarget target, long total, int linesMax) {
    this.directory = directory;
    this.manifest = manifest;
    this.target = target;
    this.total = total;
    this.linesMax = linesMax;
  }

  /// May be asked by any thread. What was there before counts as soon as it has been compared.
  public Progress progress() {
    return new Progress(done.get(), total, "events", "");
  }

  /// @return how many events were not there before
  /// @throws Failure if the system holds something else than a beginning of the archive
  public long run() throws IOException, InterruptedException {
    List<Standing> before = looks();
    try {
      before.forEach(this::requireImportable);
    } catch (Failure e) {
      openAgain();
      throw e;
    }
    int shards = before.size();
    begin(before);
    List<ShardImport> whole = filled(before);
    for (int shard = 0; shard < shards; shard++) {
      target.end(shard, whole.get(shard));
    }
    return taken.get();
  }

  /// Closes all shards, or none: one may have taken a command since it was looked at.
  private void begin(List<Standing> before) throws InterruptedException {
    for (int shard = 0; shard < before.size(); shard++) {
      try {
        target.begin(shard, manifest.log());
      } catch (Failure e) {
        if (e.exitCode() == ExitCode.REFUSED) {
          openAgain();
        }
        throw e;
      }
    }
  }

  /// Also those that an earlier run had closed: nobody else would ever open them.
  private void openAgain() throws InterruptedException {
    List<Standing> now = looks();
    for (int shard = 0; shard < now.size(); shard++) {
      if (now.get(shard).imported().filter(this::isOursWithoutAnEvent).isPresent()) {
        target.end(shard, ShardImport.begun(manifest.log()));
      }
    }
  }

  private boolean isOursWithoutAnEvent(ShardImport there) {
    return there.source().equals(manifest.log()) && !there.ended() && there.events() == 0;
  }

  private List<Standing> looks() throws InterruptedException {
    var looks = new ArrayList<Standing>();
    looks.add(target.look(0));
    int shards = looks.getFirst().shards();
    for (int shard = 1; shard < shards; shard++) {
      looks.add(target.look(shard));
    }
    return looks;
  }

  private void requireImportable(Standing standing) {
    if (standing.imported().isEmpty() && !standing.empty()) {
      throw new Failure(
          ExitCode.REFUSED,
          "Expected an empty system, but it holds events that were not imported: nothing was"
              + " written");
    }
    standing
        .imported()
        .filter(there -> !there.source().equals(manifest.log()))
        .ifPresent(there -> {
          throw new Failure(
              ExitCode.REFUSED,
              ("Expected a system that is filled from the log %s, but it is from %s: nothing was"
                      + " written")
                  .formatted(manifest.log(), there.source()));
        });
  }

  /// @return what each shard holds then
  private List<ShardImport> filled(List<Standing> before) throws IOException, InterruptedException {
    var tally =
        new Filling.Tally() {
          @Override
          public void compared(long events) {
            done.addAndGet(events);
          }

          @Override
          public void taken(long events) {
            done.addAndGet(events);
            taken.addAndGet(events);
          }
        };
    var names = Thread.ofVirtual().name("import-", 0).factory();
    try (var threads = Executors.newFixedThreadPool(SHARDS_AT_ONCE_MAX, names)) {
      var filling = new ArrayList<Future<ShardImport>>();
      for (int shard = 0; shard < before.size(); shard++) {
        var archived = new ArchivedShard(directory, manifest, shard, before.size());
        var there = before.get(shard).imported().orElse(ShardImport.begun(manifest.log()));
        var ofShard = new Filling(archived, target, shard, linesMax, there, tally);
        filling.add(threads.submit(ofShard::run));
      }
      try {
        var whole = new ArrayList<ShardImport>();
        for (var one : filling) {
          whole.add(one.get());
        }
        return whole;
      } catch (ExecutionException e) {
        throw thrown(requireNonNull(e.getCause()));
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static RuntimeException thrown(Throwable cause) throws IOException, InterruptedException {
    return switch (cause) {
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> e;
      case Throwable e -> new IllegalStateException("Expected to fill a shard, but failed", e);
    };
  }
}
