package dev.tidemark.localstack;

import static java.util.Objects.requireNonNull;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A container from one start until its end. Pausing freezes all that runs in it.
final class ContainerRun implements Launched {
  private static final int EXIT_CODE_KILLED = 137;
  private static final int LOG_TAIL_LINES = 20;
  private static final Duration LOG_WITHIN = Duration.ofSeconds(5);

  private final DockerClient client;
  private final String id;
  private final long pid;
  private final Instant startedAt;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  ContainerRun(DockerClient client, String id) {
    this.client = client;
    this.id = id;
    var state = state();
    this.pid = requireNonNull(state.getPidLong(), "process id");
    this.startedAt = Instant.parse(state.getStartedAt());
    // The client waits in native code, which would hold the carrier of a virtual thread.
    Thread.ofPlatform().daemon().name("container-" + id.substring(0, 12)).start(this::awaitExit);
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    return exit;
  }

  @Override
  public boolean exitsWithin(Duration patience) {
    try {
      exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException unknown) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !isAlive();
    }
  }

  @Override
  public void kill() {
    unlessEnded(() -> client.killContainerCmd(id).exec());
    exit.join();
  }

  @Override
  public boolean stop(Duration patience) {
    resume();
    unlessEnded(() -> client.stopContainerCmd(id).withTimeout((int) patience.toSeconds()).exec());
    return exit.join() != EXIT_CODE_KILLED;
  }

  @Override
  public void pause() {
    unlessEnded(() -> client.pauseContainerCmd(id).exec());
  }

  @Override
  public void resume() {
    if (isAlive() && Boolean.TRUE.equals(state().getPaused())) {
      unlessEnded(() -> client.unpauseContainerCmd(id).exec());
    }
  }

  @Override
  public String logTail() {
    var said = new StringBuilder();
    var reading =
        new ResultCallback.Adapter<Frame>() {
          @Override
          public void onNext(Frame frame) {
            said.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
          }
        };
    try {
      client
          .logContainerCmd(id)
          .withStdOut(true)
          .withStdErr(true)
          .withTail(LOG_TAIL_LINES)
          .exec(reading)
          .awaitCompletion(LOG_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return said.toString();
  }

  private ContainerState state() {
    return client.inspectContainerCmd(id).exec().getState();
  }

  private void awaitExit() {
    try {
      exit.complete(
          client.waitContainerCmd(id).exec(new WaitContainerResultCallback()).awaitStatusCode());
    } catch (RuntimeException e) {
      exit.completeExceptionally(e);
    }
  }

  /// Asks for what comes to nothing where the container ends meanwhile.
  private void unlessEnded(Runnable request) {
    if (!isAlive()) {
      return;
    }
    try {
      request.run();
    } catch (ConflictException | NotModifiedException ended) {
      // As it was to be, or it soon is.
    }
  }
}
