package dev.tidemark.command.routing;

import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.TraceParent;
import dev.tidemark.runtime.tracing.Tracing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends commands on to the instance that owns their shard, over connections that are kept.
///
/// What became of a request that broke off is not known here. It is sent again, under the same key,
/// to whoever owns the shard then. So nobody waits for an owner that does not answer any more once
/// another one is known.
public final class Forwarder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

  /// What the sender takes the receiver for, `<shard>=<term>`: the receiver decides as the owner in
  /// that term, or not at all.
  public static final String SHARD_TERM = "Tidemark-Shard-Term";

  /// How much time the command has left, in seconds.
  public static final String REQUEST_TIMEOUT = "Request-Timeout";

  /// Who the receiver believes is the owner: `<term> <node> <endpoint>`.
  public static final String SHARD_OWNER = "Tidemark-Shard-Owner";

  private static final int MISDIRECTED = 421;
  private static final int UNAVAILABLE = 503;
  private static final int HINT_WORDS = 3;
  private static final double MS_PER_S = 1_000;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /// Beyond its deadline a command is not decided, but its answer may still be on the way.
  private static final Duration ANSWER_GRACE = Duration.ofMillis(250);

  private final Ownerships ownerships;
  private final int atOnceMax;
  private final InstantSource clock;
  private final RoutingMeters meters;
  private final ConcurrentMap<URI, Semaphore> places = new ConcurrentHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .executor(
              Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("forward-", 0).factory()))
          .build();

  /// @param atOnceMax requests at one instance at the same time: one that hangs must not take
  ///   everything along
  public Forwarder(
      Ownerships ownerships, int atOnceMax, InstantSource clock, RoutingMeters meters) {
    this.ownerships = ownerships;
    this.atOnceMax = atOnceMax;
    this.clock = clock;
    this.meters = meters;
  }

  /// What came of it.
  public sealed interface Forwarded {
    record Answered(HttpResponse<byte[]> response) implements Forwarded {}

    /// The receiver is not the owner, or did not answer: to be tried again, elsewhere perhaps.
    record InVain() implements Forwarded {}

    /// Too many requests are on their way to the owner already.
    record Full() implements Forwarded {}
  }

  /// Blocks until there is an answer, no time left, or another owner.
  public Forwarded send(Ownership owner, int shard, Outgoing outgoing, Instant deadline)
      throws InterruptedException {
    Semaphore ofOwner = places.computeIfAbsent(owner.endpoint(), _ -> new Semaphore(atOnceMax));
    long sinceNanos = System.nanoTime();
    if (!ofOwner.tryAcquire()) {
      return meters.counted(new Forwarded.Full(), sinceNanos);
    }
    try {
      return meters.counted(
          Tracing.isOn()
              ? Tracing.within(
                  operation(outgoing.method(), owner), () -> sent(owner, shard, outgoing, deadline))
              : sent(owner, shard, outgoing, deadline),
          sinceNanos);
    } finally {
      ofOwner.release();
    }
  }

  private static Operation operation(String method, Ownership owner) {
    return Operation.of(Kind.CLIENT, method)
        .with("http.request.method", method)
        .with("server.address", String.valueOf(owner.endpoint().getHost()))
        .with("tidemark.node", owner.node());
  }

  private Forwarded sent(Ownership owner, int shard, Outgoing outgoing, Instant deadline)
      throws InterruptedException {
    Duration left = Duration.between(clock.instant(), deadline);
    if (!left.isPositive()) {
      return new Forwarded.InVain();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(owner.endpoint().resolve(outgoing.target()))
            .method(outgoing.method(), BodyPublishers.ofByteArray(outgoing.body()))
            .header(SHARD_TERM, shard + "=" + owner.term())
            .header(
                REQUEST_TIMEOUT,
                String.format(Locale.ROOT, "%.3f", Math.max(1, left.toMillis()) / MS_PER_S));
    outgoing.headers().forEach(request::header);
    String traceparent = Tracing.traceparent();
    if (traceparent != null) {
      request.setHeader(TraceParent.HEADER, traceparent);
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request.build(), BodyHandlers.ofByteArray());
    try {
      return awaited(answer, owner, shard, deadline.plus(ANSWER_GRACE));
    } finally {
      answer.cancel(true);
    }
  }

  private Forwarded awaited(
      CompletableFuture<HttpResponse<byte[]>> answer, Ownership owner, int shard, Instant end)
      throws InterruptedException {
    while (clock.instant().isBefore(end) && isNewest(owner, shard)) {
      try {
        return understood(answer.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS), shard);
      } catch (TimeoutException _) {
        // Looked at again: the owner may be another by now.
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof IOException)) {
          throw new IllegalStateException("Expected to send a request to " + owner, e);
        }
        LOG.debug("shard {}: {} did not answer", shard, owner, e);
        Tracing.failed(e.getCause().getClass().getName());
        return new Forwarded.InVain();
      }
    }
    return new Forwarded.InVain();
  }

  private boolean isNewest(Ownership owner, int shard) {
    return ownerships.of(shard).map(newest -> newest.term() <= owner.term()).orElse(true);
  }

  /// An instance that ends its connections is stopping: another one will be the owner.
  private Forwarded understood(HttpResponse<byte[]> response, int shard) {
    Tracing.note("http.response.status_code", response.statusCode());
    boolean isStopping =
        response.statusCode() == UNAVAILABLE
            && response.headers().allValues("Connection").contains("close");
    if (response.statusCode() != MISDIRECTED && !isStopping) {
      return new Forwarded.Answered(response);
    }
    response.headers().firstValue(SHARD_OWNER).ifPresent(hint -> hear(shard, hint));
    return new Forwarded.InVain();
  }

  /// The header in which an instance says who it believes is the owner.
  public static String hint(Ownership owner) {
    return owner.term() + " " + owner.node() + " " + owner.endpoint();
  }

  private void hear(int shard, String hint) {
    String[] words = hint.split(" ", -1);
    try {
      if (words.length == HINT_WORDS) {
        ownerships.heard(
            shard, new Ownership(Long.parseLong(words[0]), words[1], URI.create(words[2])));
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("shard {}: expected to hear of its owner, but was told {}", shard, hint, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
