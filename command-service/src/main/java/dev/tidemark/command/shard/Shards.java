package dev.tidemark.command.shard;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.store.StateStores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// All shards of the system: this instance owns every one.
public final class Shards implements AutoCloseable {
  private final List<Shard> shards;
  private final InstantSource clock;

  /// @param commandsMax how many commands may wait, for each shard
  /// @param bytesMax how much memory they may take, for each shard
  public record InboxBounds(int commandsMax, long bytesMax) {}

  /// @param cannotGoOn told of what ended a shard's thread before its time
  public Shards(
      int count,
      IntFunction<TransactionalLog> logs,
      StateStores stores,
      InboxBounds bounds,
      InstantSource clock,
      Consumer<Throwable> cannotGoOn) {
    this.clock = clock;
    this.shards =
        IntStream.range(0, count)
            .mapToObj(p ->
                new Shard(
                    p,
                    logs.apply(p),
                    stores,
                    clock,
                    new Inbox(bounds.commandsMax(), bounds.bytesMax()),
                    cannotGoOn))
            .toList();
  }

  /// Returns at once; the shards open in parallel.
  public void start() {
    shards.forEach(Shard::start);
  }

  /// Lets a command in to its shard.
  ///
  /// @param patience how long to wait for room
  /// @return empty if there was none
  public Optional<Pending> admit(CommandRequest request, Duration patience)
      throws InterruptedException {
    var pending = new Pending(request);
    Shard shard = shards.get(request.command().slot().shard(shards.size()));
    return shard.offer(pending, patience) ? Optional.of(pending) : Optional.empty();
  }

  /// Waits for the reply until the command's deadline.
  public Reply await(Pending pending) throws InterruptedException {
    return pending.await(clock);
  }

  /// The state of each shard, by its number.
  public List<ShardState> states() {
    return shards.stream().map(Shard::state).toList();
  }

  /// Drains all shards at once.
  @Override
  public void close() {
    shards.forEach(Shard::stopAccepting);
    shards.forEach(Shard::close);
  }
}
