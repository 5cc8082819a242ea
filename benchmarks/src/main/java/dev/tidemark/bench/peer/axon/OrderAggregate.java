package dev.tidemark.bench.peer.axon;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.tidemark.bench.peer.Order;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.jspecify.annotations.Nullable;

/// What is ordered.
final class OrderAggregate {
  /// Axon reads it.
  @SuppressWarnings("UnusedVariable")
  @AggregateIdentifier
  private @Nullable String orderId;

  /// For Axon, before it applies the events.
  OrderAggregate() {}

  OrderAggregate(Order order) {
    apply(new OrderPlaced(order));
  }

  @EventSourcingHandler
  void on(OrderPlaced event) {
    orderId = event.order().orderId();
  }
}
