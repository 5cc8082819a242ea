package dev.tidemark.command.log;

import static dev.tidemark.command.log.GivenLogs.usernames;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Appends one group of events after the other to a log. When one fails it opens the log again and
/// sees that the group is there as a whole, or not at all, and that nothing else has changed.
final class Appender implements AutoCloseable {
  private static final int GROUP = 3;
  private static final int OPENINGS_MAX = 20;

  private final KafkaShardLog log;
  private final Semaphore settled = new Semaphore(0);
  private final Semaphore failed = new Semaphore(0);
  private final CountDownLatch ending = new CountDownLatch(1);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<List<String>> appending;

  Appender(KafkaShardLog log) {
    this.log = log;
    this.appending = thread.submit(this::appendAll);
  }

  /// Waits until so many more groups are known to be there or not.
  void awaitSettled(int count) {
    await(settled, count);
  }

  void awaitFailed() {
    await(failed, 1);
  }

  private void await(Semaphore happened, int count) {
    for (int missing = count; missing > 0; ) {
      try {
        if (happened.tryAcquire(1, TimeUnit.SECONDS)) {
          missing--;
        } else {
          assertThat(appending).as("still appending").isNotDone();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// @return what must be in the log
  List<String> end() throws Exception {
    ending.countDown();
    return appending.get();
  }

  private List<String> appendAll() throws LogFailedException {
    log.open();
    List<String> there = List.of();
    for (int i = 0; ending.getCount() > 0; i++) {
      List<String> group = group(i);
      List<String> withGroup = Stream.of(there, group).flatMap(List::stream).toList();
      try {
        log.append(group.stream().map(GivenLogs::registered).toList());
        there = withGroup;
      } catch (LogFailedException e) {
        failed.release();
        List<String> found = usernames(log, opened(log));
        assertThat(found).as("after %s", e.getMessage()).isIn(there, withGroup);
        there = found;
      }
      settled.release();
    }
    return there;
  }

  static List<String> group(int i) {
    return IntStream.range(0, GROUP)
        .mapToObj(member -> "group-%d-%d".formatted(i, member))
        .toList();
  }

  /// Brokers may be starting yet.
  static Opened opened(KafkaShardLog log) throws LogFailedException {
    for (int attempt = 1; attempt < OPENINGS_MAX; attempt++) {
      try {
        return log.open();
      } catch (LogFailedException notYet) {
        assertThat(notYet).hasMessageContaining("Opening shard");
      }
    }
    return log.open();
  }

  @Override
  public void close() {
    ending.countDown();
    thread.close();
  }
}
