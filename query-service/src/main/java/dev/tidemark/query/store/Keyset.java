package dev.tidemark.query.store;

import dev.tidemark.events.value.Amount;
import java.time.Instant;
import java.util.UUID;

/// The last row of a page of a list that is sorted by one column and then by id. The next page
/// begins behind it, whatever was added meanwhile.
public sealed interface Keyset {
  UUID id();

  /// @param at to the microsecond, as PostgreSQL keeps it
  record ByTime(Instant at, UUID id) implements Keyset {}

  record ByAmount(Amount amount, UUID id) implements Keyset {}
}
