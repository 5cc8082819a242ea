package dev.tidemark.projection.batch;

import dev.tidemark.projection.view.Changed;
import dev.tidemark.projection.view.sales.SalesIncrement;
import dev.tidemark.projection.view.timeline.TimelineEvent;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import java.util.List;

/// All that follows from a batch.
///
/// @param sales one increment for each key, sorted
/// @param timeline in log order
/// @param parked in log order
public record Changes(
    Changed<UserView> users,
    Changed<SessionView> sessions,
    Changed<OrderView> orders,
    List<SalesIncrement> sales,
    List<TimelineEvent> timeline,
    List<Parked> parked) {
  public static final Changes NONE =
      new Changes(Changed.none(), Changed.none(), Changed.none(), List.of(), List.of(), List.of());
}
