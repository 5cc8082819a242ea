package dev.tidemark.projection.batch;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.projection.view.Row;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import java.util.Map;
import java.util.Set;

/// What stood in the store before a batch, as far as the batch touches it.
///
/// @param parked the aggregates that are parked already
public record Before(
    Map<Username, Row<UserView>> users,
    Map<SessionId, Row<SessionView>> sessions,
    Map<OrderId, Row<OrderView>> orders,
    Set<Aggregate> parked) {}
