package dev.tidemark.command.shard;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Reply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A command on its way through its shard, and the place where its sender waits for the reply.
public class Pending {
  private final CommandRequest request;
  private final CompletableFuture<Reply> reply = new CompletableFuture<>();

  public Pending(CommandRequest request) {
    this.request = request;
  }

  CommandRequest request() {
    return request;
  }

  void tell(Reply told) {
    reply.complete(told);
  }

  /// Whether the reply is there already, and of this kind.
  public boolean isTold(Class<? extends Reply> kind) {
    return reply.isDone() && kind.isInstance(reply.join());
  }

  /// Whether it is told already that the command had been accepted before.
  boolean isRepeated() {
    return reply.isDone() && reply.join() instanceof Reply.Done(_, var repeated) && repeated;
  }

  /// One that is answered without being sent anywhere.
  public static Pending told(CommandRequest request, Reply reply) {
    var pending = new Pending(request);
    pending.tell(reply);
    return pending;
  }

  /// Blocks until the reply is there, or the command's deadline has passed.
  public Reply await(InstantSource clock) throws InterruptedException {
    Duration left = Duration.between(clock.instant(), request.deadline());
    try {
      return reply.get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return new Reply.NotDecided(
          Reply.Why.TIMED_OUT,
          "Expected a decision before the deadline, but none is known; the same key tells later");
    } catch (ExecutionException e) {
      throw new IllegalStateException("Replies never fail", e);
    }
  }
}
