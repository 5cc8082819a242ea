package dev.tidemark.query.timeline;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.query.http.Numbers;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.EventRows.Recorded;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Request;
import java.time.Instant;
import java.util.Optional;

/// The moment of which a reader asks what was true.
///
/// The two kinds answer different questions. A time is business time, as in `placedAt` and
/// `occurredAt`: an order of 2011 that was imported today was there in 2011. A token is a place in
/// the log: what had been recorded when somebody got that token.
public sealed interface AsOf {
  String PARAMETER = "asOf";

  Parameter DESCRIBED =
      Parameter.query(
          PARAMETER, Shape.text(), "A time that has come, or a Consistency-Token: as it was then");

  /// Whether this event had happened by then.
  boolean includes(Recorded event);

  /// What the views must have reached to know of all that had happened by then.
  ConsistencyToken reached();

  record Time(Instant at) implements AsOf {
    @Override
    public boolean includes(Recorded event) {
      return !event.occurredAt().isAfter(at);
    }

    @Override
    public ConsistencyToken reached() {
      return ConsistencyToken.EMPTY;
    }
  }

  /// @param offset in the partition of whoever is asked about, inclusive
  record Place(long offset, ConsistencyToken reached) implements AsOf {
    @Override
    public boolean includes(Recorded event) {
      return event.offset() <= offset;
    }
  }

  /// Empty if the request asks for what is true now. 400 for a time in the future, and for a token
  /// that says nothing of the partition in which `told` is told.
  static Optional<AsOf> of(Request request, Tokens tokens, Told told, Instant now) {
    return request.parameter(
        PARAMETER,
        text ->
            text.indexOf(':') >= 0
                ? time(Numbers.instant(text), now)
                : place(tokens.parse(text), told));
  }

  private static AsOf time(Instant at, Instant now) {
    if (at.isAfter(now)) {
      throw new InvalidValueException("Expected a time that has come, but it has not");
    }
    return new Time(at);
  }

  private static AsOf place(ConsistencyToken token, Told told) {
    long offset =
        token
            .offset(told.aggregate().topic(), told.shard())
            .orElseThrow(() ->
                new InvalidValueException(
                    "Expected a token that knows of this resource, but it is about others"));
    return new Place(offset, token);
  }
}
