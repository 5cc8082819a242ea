package dev.tidemark.command.simulation;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;
import dev.tidemark.command.shard.SteppedShard;
import dev.tidemark.command.shard.TransactionalLog;
import dev.tidemark.command.store.MemoryStateStore;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One process of the command service, from its start to its end, with the real shard in it.
final class Instance implements Surroundings {
  private final World world;
  private final Disk disk;
  private final Truth truth;
  private final InstantSource clock;
  private final Duration ahead;
  private final SimulatedWriter writer;
  private final SteppedShard shard;
  private final Mistake mistake;
  private @Nullable Opened opened;
  private Instant looked;
  private Instant rested;
  private boolean busy;
  private boolean killed;

  /// @param ahead by how much its clock is fast; negative for slow
  Instance(
      World world, SimulatedLog log, Disk disk, Truth truth, InstantSource clock, Duration ahead) {
    this.world = world;
    this.disk = disk;
    this.truth = truth;
    this.clock = clock;
    this.ahead = ahead;
    this.mistake = world.mistake();
    this.looked = clock.instant();
    this.rested = clock.instant();
    this.writer = mistake.writer(log, this, disk);
    this.shard = new SteppedShard(new Watched(), disk, this::look, clock, mistake.isHasty());
  }

  private Instant look() {
    looked = clock.instant().plus(ahead);
    return looked;
  }

  /// Between two turns, alive and with nothing to wait for.
  boolean isReady() {
    return !busy && !killed && !clock.instant().isBefore(rested);
  }

  boolean isBusy() {
    return busy;
  }

  boolean serves() {
    return shard.serves();
  }

  void rest(Duration duration) {
    rested = clock.instant().plus(duration);
  }

  void kill() {
    killed = true;
  }

  @Override
  public void moment() {
    world.elsewhere(this);
    if (killed) {
      throw new Crash();
    }
  }

  @Override
  public boolean chance(double probability) {
    return world.chance(probability);
  }

  @Override
  public int below(int bound) {
    return world.below(bound);
  }

  @Override
  public Faults faults() {
    return world.faults();
  }

  /// The assignment, as it has come to this instance.
  void assign(boolean isAssigned) {
    if (isAssigned) {
      shard.assign();
    } else {
      shard.unassign();
    }
  }

  /// The newest opening, as it has come to this instance.
  void hear(long term) {
    Opened own = opened;
    if (term > 0 && (own == null || own.term() != term)) {
      shard.overtaken(term);
    }
  }

  void offer(Ask ask) {
    shard.offer(received(ask), reply -> told(ask, reply));
  }

  /// Where nothing fails, one turn is enough for definite answers.
  void mustAnswer(List<Ask> asks) {
    var answered = new ArrayList<Ask>();
    for (Ask ask : asks) {
      shard.offer(
          received(ask),
          reply -> {
            told(ask, reply);
            boolean definite =
                !(reply instanceof Reply.NotDecided || reply instanceof Reply.NotHere);
            Truth.check(definite, "Nothing fails, but the answer is %s: %s", reply, ask);
            answered.add(ask);
          });
    }
    turn();
    Truth.check(answered.size() == asks.size(), "Nothing fails, but %s were answered", answered);
  }

  private CommandRequest received(Ask ask) {
    return mistake.received(ask.request(), truth.hash(ask.customer(), ask.request().id()));
  }

  private void told(Ask ask, Reply reply) {
    if (!(reply instanceof Reply.NotDecided || reply instanceof Reply.NotHere)) {
      mustHaveReachedMarkers();
    }
    truth.told(ask, reply, looked);
  }

  /// The shard's next turn; the instance may not live to see its end.
  void turn() {
    busy = true;
    try {
      Duration backoff = shard.turn();
      if (backoff.isPositive()) {
        rest(backoff);
      }
      if (shard.serves() && writer.isLatest()) {
        mustEqual(disk.live());
      }
    } catch (Crash _) {
      // Who killed it has taken note.
    } finally {
      busy = false;
    }
  }

  /// Is to stop in good order.
  void end() {
    shard.end();
  }

  boolean isOver() {
    return shard.isOver();
  }

  private void mustEqual(@Nullable MemoryStateStore store) {
    boolean same = store != null && store.content().equals(truth.model().content());
    Truth.check(same, "Live state differs from the log's");
  }

  private void mustHaveReachedMarkers() {
    Opened own = opened;
    MemoryStateStore store = disk.live();
    Truth.check(own != null && store != null, "Decided without owning the log");
    if (own != null && store != null) {
      own.markers()
          .forEach((topic, marker) -> {
            long offset = store.offset(topic).orElse(-1);
            Truth.check(offset >= marker, "At %d of %s before marker %d", offset, topic, marker);
          });
    }
  }

  /// Sees what the shard does to its log.
  private final class Watched implements TransactionalLog {
    @Override
    public Opened open() throws LogFailedException {
      opened = null;
      opened = writer.open();
      return opened;
    }

    @Override
    public void replay(Opened to, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink)
        throws LogFailedException {
      writer.replay(to, after, sink);
    }

    @Override
    public OptionalLong follow(
        Map<EventTopic, Long> after, Duration patience, Consumer<List<LogEntry>> sink)
        throws LogFailedException {
      opened = null;
      return writer.follow(after, patience, sink);
    }

    @Override
    public List<Position> append(List<Envelope> events) throws LogFailedException {
      mustHaveReachedMarkers();
      return writer.append(events);
    }

    @Override
    public List<Position> copy(List<Line.Event> events, ShardImport state)
        throws LogFailedException {
      return writer.copy(events, state);
    }

    @Override
    public void confirm() throws LogFailedException {
      writer.confirm();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
