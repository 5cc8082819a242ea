package dev.tidemark.bench.peer.axon;

import dev.tidemark.bench.peer.Order;

record OrderPlaced(Order order) {}
