package dev.tidemark.command.shard;

import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.shard.ImportReply.Refused;
import dev.tidemark.command.shard.ImportReply.Standing;
import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StoreDamagedException;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Fills the log of a shard that it owns with the events of another log, as they stand there.
///
/// How far it is stands in the log, in one transaction with the events that it speaks of. So
/// whatever dies, what is there is exactly a beginning of the archive, and says which; and it is
/// compared with what the importer believes before anything is added.
///
/// Not thread-safe: belongs to its shard's thread.
final class Importer {
  /// What is staged is not read by anybody; it only must fit.
  private static final long NOWHERE = Long.MAX_VALUE;

  private final int shard;
  private final StateStore store;
  private final TransactionalLog log;
  private boolean underWay;

  Importer(int shard, StateStore store, TransactionalLog log) {
    this.shard = shard;
    this.store = store;
    this.log = log;
    this.underWay = store.imported().filter(state -> !state.ended()).isPresent();
  }

  /// Whether an import has begun and not ended: no command may be decided, since what is here is
  /// not all that happened.
  boolean isUnderWay() {
    return underWay;
  }

  /// If it throws, the step is in doubt: once the log has been opened and replayed again, the same
  /// step tells.
  ImportReply perform(ImportStep step) throws LogFailedException {
    return switch (step) {
      case ImportStep.Look _ -> confirmed();
      case ImportStep.Begin(var source) -> begin(source);
      case ImportStep.Take take -> take(take);
      case ImportStep.End end -> end(end);
    };
  }

  /// Where nothing was appended: not from what was known before somebody else opened the shard.
  private Standing confirmed() throws LogFailedException {
    log.confirm();
    return standing();
  }

  private Standing standing() {
    return new Standing(isEmpty(), store.imported());
  }

  private boolean isEmpty() {
    return store.logTime().equals(Instant.EPOCH);
  }

  private ImportReply begin(String source) throws LogFailedException {
    Optional<ShardImport> there = store.imported();
    if (there.isEmpty() && !isEmpty()) {
      log.confirm();
      return new Refused(
          "shard-not-empty",
          "Expected an empty shard to import into, but shard %d holds events".formatted(shard));
    }
    if (there.isEmpty()) {
      return appended(List.of(), ShardImport.begun(source));
    }
    if (!there.get().source().equals(source)) {
      log.confirm();
      return new Refused(
          "another-import",
          "Expected events of the log %s, of which shard %d holds %d, but they are of %s"
              .formatted(there.get().source(), shard, there.get().events(), source));
    }
    return confirmed();
  }

  private ImportReply take(ImportStep.Take take) throws LogFailedException {
    Optional<ShardImport> there = store.imported();
    if (there.isEmpty()) {
      return notBegun();
    }
    Prefix ofTopic = there.get().of(take.topic());
    if (ofTopic.equals(take.through())) {
      return confirmed();
    }
    if (there.get().ended() || !ofTopic.equals(take.after())) {
      return notThePrefix(
          "the %d events before these".formatted(take.after().events()), there.get());
    }
    Optional<Refused> broken = broken(take.events());
    if (broken.isPresent()) {
      return broken.get();
    }
    return appended(take.events(), there.get().with(take.topic(), take.through()));
  }

  private ImportReply end(ImportStep.End end) throws LogFailedException {
    Optional<ShardImport> there = store.imported();
    if (there.isEmpty()) {
      return notBegun();
    }
    if (!end.isWhole(there.get())) {
      return notThePrefix(
          "%d users', %d sessions' and %d orders' events in all"
              .formatted(end.users().events(), end.sessions().events(), end.orders().events()),
          there.get());
    }
    return there.get().ended() ? confirmed() : appended(List.of(), there.get().end());
  }

  private Refused notBegun() throws LogFailedException {
    log.confirm();
    return new Refused("import-not-begun", "Expected an import that has begun, but none has");
  }

  private ImportReply notThePrefix(String expected, ShardImport there) throws LogFailedException {
    log.confirm();
    return new Refused(
        "not-the-prefix",
        "Expected shard %d to hold %s, but it holds %d, %d and %d%s"
            .formatted(
                shard,
                expected,
                there.users().events(),
                there.sessions().events(),
                there.orders().events(),
                there.ended() ? ", and the import has ended" : ", or others"));
  }

  /// Whether these do not follow on what is there.
  private Optional<Refused> broken(List<Line.Event> events) {
    var staged = new StateChanges(store);
    for (Line.Event event : events) {
      Envelope envelope = event.envelope();
      try {
        staged.apply(envelope, new Position(envelope.event().topic(), shard, NOWHERE));
      } catch (StoreDamagedException e) {
        throw e;
      } catch (RuntimeException e) {
        // Whatever it is, this event does not fit; the shard must go on.
        return Optional.of(
            new Refused(
                "broken-history",
                "Expected events that follow on each other, but %s does not: %s"
                    .formatted(envelope.id(), e.getMessage())));
      }
    }
    return Optional.empty();
  }

  private Standing appended(List<Line.Event> events, ShardImport state) throws LogFailedException {
    List<Position> positions = log.copy(events, state);
    var committed = new StateChanges(store);
    for (int i = 0; i < events.size(); i++) {
      committed.apply(events.get(i).envelope(), positions.get(i));
    }
    committed.imported(state, positions.getLast());
    store.apply(committed);
    underWay = !state.ended();
    return standing();
  }
}
