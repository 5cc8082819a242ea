package dev.tidemark.query.changes;

import dev.tidemark.query.changes.Next.Change;
import dev.tidemark.query.changes.Next.Ending;
import dev.tidemark.query.changes.Next.Quiet;
import dev.tidemark.query.changes.PastReader.Piece;
import dev.tidemark.runtime.http.LiveBody;
import dev.tidemark.runtime.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream of changes: first what its client has missed, piece by piece from the log, then what
/// the tail hands out.
///
/// The hand-over: when little is missing, the stream attaches to the tail, which tells where it
/// stands. Up to there the stream reads on from the log, while newer changes wait in its
/// subscription; then it goes on with these.
///
/// It tells its id, the place to come back to, with every change, at its beginning, when it has
/// caught up, and with heartbeats, so that a client that wants little has not to look for it in
/// much later on.
final class ChangeStream implements LiveBody {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// A client that has gone answers the first thing it gets with a reset, and only the next write
  /// finds that out: so a heartbeat has a second beat.
  private static final Duration SECOND_BEAT = Duration.ofMillis(500);

  private static final byte[] RETRY = bytes("retry: 2000\n");
  private static final byte[] BEAT = bytes(":\n");
  private static final byte[] CAUGHT_UP = bytes(": caught-up\n");

  private final Tail tail;
  private final Past past;
  private final ChangeText text;
  private final Subscription subscription;
  private final Duration heartbeat;
  private final long nearby;
  private final Runnable release;
  private final ChangeFilter filter;
  private Mark at;
  private Piece piece;
  private boolean attached;
  private Mark handOver;
  private String id = "";
  private long wroteAtNanos;

  /// @param from behind what its client has seen
  /// @param release called when it is closed
  ChangeStream(
      Tail tail,
      Past past,
      ChangeText text,
      ChangeFilter filter,
      Mark from,
      ChangesSettings settings,
      Runnable release) {
    this.tail = tail;
    this.past = past;
    this.text = text;
    this.filter = filter;
    this.subscription = new Subscription(filter, from, settings.waitingMax());
    this.heartbeat = settings.heartbeat();
    this.nearby = settings.waitingMax() / 2;
    this.release = release;
    this.at = from;
    this.handOver = from;
    this.piece = new Piece(List.of(), from);
  }

  /// From now on.
  void beginNow() {
    handOver = tail.attach(subscription);
    attached = true;
    at = handOver;
    piece = new Piece(List.of(), at);
  }

  /// From where it was made to begin. Reads the first piece, so that what can fail fails before
  /// anything is answered.
  ///
  /// @throws NotReadException if the log cannot be read now
  void beginInThePast() throws InterruptedException {
    readOn();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException, InterruptedException {
    out.write(RETRY);
    tellId(out, at);
    out.flush();
    Optional<Ending> early = catchUp(out);
    Ending ending = early.isPresent() ? early.get() : caughtUp(out);
    if (ending.isProblem()) {
      LOG.info("A stream of changes is cut: {}: {}", ending.code(), ending.detail());
    }
    out.write(bytes(text.of(ending)));
    out.flush();
  }

  @Override
  public void end() {
    subscription.end(Ending.STOPPING);
  }

  @Override
  public void close() {
    tail.detach(subscription);
    release.run();
  }

  /// Whoever wanted the past only knows that there is no more of it.
  private Ending caughtUp(OutputStream out) throws IOException, InterruptedException {
    out.write(CAUGHT_UP);
    tellId(out, at);
    out.flush();
    return follow(out);
  }

  /// Empty when the tail goes on from here.
  private Optional<Ending> catchUp(OutputStream out) throws IOException, InterruptedException {
    while (true) {
      send(out, piece);
      if (attached && at.hasReached(handOver, filter.scope())) {
        return Optional.empty();
      }
      Optional<Ending> ending = subscription.ending();
      if (ending.isPresent()) {
        return ending;
      }
      try {
        readOn();
      } catch (NotReadException e) {
        LOG.debug("A stream cannot read on now", e);
        ending = subscription.endsWithin(PAUSE);
        if (ending.isPresent()) {
          return ending;
        }
      } catch (ProblemException e) {
        subscription.end(Ending.of(e.problem()));
      }
    }
  }

  private void readOn() throws InterruptedException {
    piece = new Piece(List.of(), at);
    Mark end = tail.mark().orElse(at);
    if (!attached && at.distanceTo(end, filter.scope()) <= nearby) {
      handOver = tail.attach(subscription);
      attached = true;
    }
    Mark to = attached ? handOver : end;
    if (!at.hasReached(to, filter.scope())) {
      piece = past.read(filter, at, to);
    }
  }

  private Ending follow(OutputStream out) throws IOException, InterruptedException {
    boolean secondBeat = false;
    while (true) {
      Duration patience = secondBeat ? SECOND_BEAT : heartbeat;
      switch (subscription.take(patience)) {
        case Change change -> {
          send(out, change);
          secondBeat = false;
          if (!subscription.hasNext()) {
            out.flush();
          }
        }
        case Quiet(Mark passed) -> {
          beat(out, passed);
          secondBeat = !secondBeat;
        }
        case Ending ending -> {
          return ending;
        }
      }
    }
  }

  private void send(OutputStream out, Piece sent) throws IOException {
    for (Change change : sent.changes()) {
      send(out, change);
    }
    at = sent.reached();
    if (System.nanoTime() - wroteAtNanos > heartbeat.toNanos()) {
      beat(out, at);
    }
    out.flush();
  }

  private void send(OutputStream out, Change change) throws IOException {
    at = change.after();
    id = at.id(filter.scope());
    out.write(bytes("id: " + id + "\n" + change.text()));
    wroteAtNanos = System.nanoTime();
  }

  private void beat(OutputStream out, Mark passed) throws IOException {
    at = passed;
    out.write(BEAT);
    if (!at.id(filter.scope()).equals(id)) {
      tellId(out, at);
    }
    out.flush();
    wroteAtNanos = System.nanoTime();
  }

  /// An event without data: clients remember its id, and are told of nothing.
  private void tellId(OutputStream out, Mark mark) throws IOException {
    id = mark.id(filter.scope());
    out.write(bytes("id: " + id + "\n\n"));
    wroteAtNanos = System.nanoTime();
  }

  private static byte[] bytes(String sent) {
    return sent.getBytes(StandardCharsets.UTF_8);
  }
}
