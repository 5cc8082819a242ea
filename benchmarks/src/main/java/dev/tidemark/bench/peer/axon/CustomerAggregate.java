package dev.tidemark.bench.peer.axon;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.createNew;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.jspecify.annotations.Nullable;

/// Who orders. Only what was registered can be loaded, and so place an order.
final class CustomerAggregate {
  /// Axon reads it.
  @SuppressWarnings("UnusedVariable")
  @AggregateIdentifier
  private @Nullable String username;

  /// For Axon, before it applies the events.
  CustomerAggregate() {}

  @CommandHandler
  CustomerAggregate(RegisterCustomer command) {
    apply(new CustomerRegistered(command.username()));
  }

  @CommandHandler
  void place(PlaceOrder command) throws Exception {
    createNew(OrderAggregate.class, () -> new OrderAggregate(command.order()));
  }

  @EventSourcingHandler
  void on(CustomerRegistered event) {
    username = event.username();
  }
}
