package dev.tidemark.query.store;

import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.Username;
import dev.tidemark.views.OrderStatus;
import java.time.Instant;
import java.util.Optional;

/// Which orders; an empty part lets all through.
///
/// @param from inclusive, by the time when they were placed
/// @param to exclusive
public record OrderFilter(
    Optional<OrderStatus> status,
    Optional<Country> country,
    Optional<Username> username,
    Optional<Instant> from,
    Optional<Instant> to) {}
