package dev.tidemark.bench.peer.axon;

import dev.tidemark.bench.peer.Order;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

record PlaceOrder(@TargetAggregateIdentifier String username, Order order) {}
