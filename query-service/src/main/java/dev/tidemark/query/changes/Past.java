package dev.tidemark.query.changes;

import dev.tidemark.query.changes.PastReader.Piece;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The few readers that all streams share for what they have missed, each for a piece at a time and
/// in the order in which they asked: nobody keeps a reader while its client is slow. Thread-safe.
///
/// Reads on platform threads, since a consumer that waits for Kafka may hold on to its carrier.
final class Past implements AutoCloseable {
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final LogConsumers consumers;
  private final ChangeText text;
  private final int readersMax;
  private final Duration patience;
  private final Semaphore turns;
  private final Deque<PastReader> idle = new ConcurrentLinkedDeque<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("changes-past-", 0).factory());

  /// @param patience how long to wait for a turn
  Past(LogConsumers consumers, ChangeText text, int readersMax, Duration patience) {
    this.consumers = consumers;
    this.text = text;
    this.readersMax = readersMax;
    this.patience = patience;
    this.turns = new Semaphore(readersMax, true);
  }

  /// As [PastReader#read].
  ///
  /// @throws NotReadException also if there is no turn within the patience
  Piece read(ChangeFilter filter, Mark from, Mark to) throws InterruptedException {
    if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new NotReadException(
          "Expected a turn to read the past within "
              + patience.toMillis()
              + " ms, but "
              + readersMax
              + " streams do");
    }
    try {
      return threads.submit(() -> readAndRelease(filter, from, to)).get();
    } catch (RejectedExecutionException e) {
      turns.release();
      throw new NotReadException("Expected to read the past, but the service is stopping");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      boolean _ = threads.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    idle.forEach(PastReader::close);
  }

  /// A reader that failed is not used again.
  private Piece readAndRelease(ChangeFilter filter, Mark from, Mark to) {
    try {
      PastReader known = idle.poll();
      PastReader reader = known == null ? new PastReader(consumers.ofPast(), text) : known;
      Piece piece;
      try {
        piece = reader.read(filter, from, to);
      } catch (RuntimeException | Error e) {
        reader.close();
        throw e;
      }
      idle.push(reader);
      return piece;
    } finally {
      turns.release();
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case RuntimeException failure -> failure;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(cause);
    };
  }
}
