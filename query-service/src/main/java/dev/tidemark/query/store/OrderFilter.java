package dev.tidemark.query.store;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import dev.tidemark.views.OrderStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/// Which orders; an empty part lets all through.
///
/// @param statuses any of these
/// @param from inclusive, by the time when they were placed
/// @param to exclusive
/// @param currency of the order; there is one if there is an amount
/// @param totalMin inclusive
/// @param totalMax inclusive
/// @param sku on any line
public record OrderFilter(
    SortedSet<OrderStatus> statuses,
    Optional<Country> country,
    Optional<Username> username,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<CurrencyCode> currency,
    Optional<Amount> totalMin,
    Optional<Amount> totalMax,
    Optional<Sku> sku) {}
