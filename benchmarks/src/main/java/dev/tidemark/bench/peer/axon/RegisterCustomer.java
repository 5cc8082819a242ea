package dev.tidemark.bench.peer.axon;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

record RegisterCustomer(@TargetAggregateIdentifier String username) {}
