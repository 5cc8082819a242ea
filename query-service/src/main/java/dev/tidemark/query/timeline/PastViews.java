package dev.tidemark.query.timeline;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.codec.UnreadableEventException;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.query.cache.Shown;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.store.EventRows;
import dev.tidemark.query.store.EventRows.Recorded;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.runtime.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Views as they were, folded from the timeline by the fold that the projection uses too.
///
/// Events are taken in the order in which they were recorded, up to the first that had not happened
/// yet. Those that are there never change, so a long timeline may be read piece by piece.
public final class PastViews {
  private static final int PIECE_EVENTS = 1_000;
  private static final int PIECES_MAX = 50;

  /// One more event.
  public interface Fold<V> {
    V next(@Nullable V before, Envelope envelope);
  }

  private final FreshReads fresh;
  private final JsonMapper json;
  private final EventCodec codec = new EventCodec();

  public PastViews(FreshReads fresh, JsonMapper json) {
    this.json = json;
    this.fresh = fresh;
  }

  /// @return empty if nothing had happened by then
  public <V extends Record> Reading<Optional<Shown<V>>> one(
      Told told, AsOf asOf, ConsistencyToken token, Fold<V> fold) {
    ConsistencyToken reached = token.merge(asOf.reached());
    @Nullable V view = null;
    long sequence = 0;
    long offset = 0;
    for (int piece = 1; piece <= PIECES_MAX; piece++) {
      Reading<List<Recorded>> reading =
          fresh.list(
              reached, told.scope(), EventRows.some(told.aggregate(), sequence, PIECE_EVENTS));
      List<Recorded> had = reading.value().stream().takeWhile(asOf::includes).toList();
      for (Recorded event : had) {
        view = fold.next(view, envelope(event));
        sequence = event.sequence();
        offset = event.offset();
      }
      if (had.size() < PIECE_EVENTS) {
        @Nullable Shown<V> last = view == null ? null : Shown.of(view, offset, json);
        return reading.map(_ -> Optional.ofNullable(last));
      }
    }
    throw Problem.invalidField(
            AsOf.PARAMETER,
            "Expected at most " + PIECES_MAX * PIECE_EVENTS + " events by then, but there are more")
        .exception();
  }

  /// What a fold needs to know of it.
  private Envelope envelope(Recorded event) {
    try {
      return new Envelope(
          codec.decode(event.type(), event.data().getBytes(StandardCharsets.UTF_8)),
          event.sequence(),
          new CommandId(event.commandId()),
          "",
          event.term(),
          event.correlationId(),
          event.causationId(),
          null,
          event.occurredAt(),
          event.recordedAt());
    } catch (UnreadableEventException e) {
      throw new IllegalStateException(
          "Expected an event that was folded once to be readable, but it is not", e);
    }
  }
}
