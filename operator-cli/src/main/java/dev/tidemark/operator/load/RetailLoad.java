package dev.tidemark.operator.load;

import dev.tidemark.operator.progress.Watcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/// Loads one file: registers its customers, places and pays its orders and refunds what its credit
/// notes say, each once, however often this is run or interrupted.
///
/// @param commandUrls of the command services, such as `http://127.0.0.1:7070`; the load is spread
///   over them
/// @param refusedFile is written anew, with all lines that came to nothing
/// @param concurrency how many requests are under way at once
/// @param giveUpAfter how long to try again without a single decision
/// @param commandsPerSecondMax 0 for as many as the system takes
public record RetailLoad(
    List<URI> commandUrls,
    Path file,
    Path refusedFile,
    int concurrency,
    Duration giveUpAfter,
    int commandsPerSecondMax) {

  /// @throws IOException if the file cannot be read, or the refused lines cannot be written
  /// @throws IllegalStateException if the system did not take the load
  public LoadReport run(Watcher watcher) throws IOException, InterruptedException {
    watcher.say("Reading " + file);
    var book = RetailBook.read(file);
    var steps = book.customers();
    var tally = new Tally(steps.stream().mapToInt(List::size).sum());
    long start = System.nanoTime();
    try (var _ = watcher.watch(tally::progress)) {
      deliver(steps.stream().map(CustomerSteps::new).toList(), tally);
    }
    var elapsed = Duration.ofNanos(System.nanoTime() - start);
    var refused = new ArrayList<>(book.refused());
    refused.addAll(tally.refusedLines());
    RefusedFile.write(refusedFile, refused);
    return LoadReport.of(this, book, tally, elapsed);
  }

  private void deliver(List<CustomerSteps> customers, Tally tally) throws InterruptedException {
    var abandoned = new CountDownLatch(1);
    var pace = new Pace(commandsPerSecondMax);
    try (var client = new BulkClient(commandUrls);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var lanes = new ExecutorCompletionService<Void>(threads);
      for (int i = 0; i < concurrency; i++) {
        var lane = new Lane(client, i, tally, pace, giveUpAfter, abandoned, share(customers, i));
        lanes.submit(() -> {
          lane.run();
          return null;
        });
      }
      awaitAll(lanes, abandoned);
    }
  }

  /// Every so many-th customer, so that each lane has its part of the busy ones.
  private List<CustomerSteps> share(List<CustomerSteps> customers, int lane) {
    var share = new ArrayList<CustomerSteps>();
    for (int i = lane; i < customers.size(); i += concurrency) {
      share.add(customers.get(i));
    }
    return share;
  }

  private void awaitAll(CompletionService<Void> lanes, CountDownLatch abandoned)
      throws InterruptedException {
    try {
      for (int i = 0; i < concurrency; i++) {
        lanes.take().get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalStateException expected) {
        throw new IllegalStateException(expected.getMessage(), e);
      }
      throw new IllegalStateException("The load broke off: " + e.getCause(), e);
    } finally {
      abandoned.countDown();
    }
  }
}
