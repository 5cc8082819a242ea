package dev.tidemark.bench.peer.axon;

record CustomerRegistered(String username) {}
