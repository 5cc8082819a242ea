package dev.tidemark.bench.commands;

import java.util.Locale;

/// What a user would pick instead, in the order in which they are shown.
enum Peer {
  CRUD("rows and a cache", "≥ 3", dev.tidemark.bench.peer.crud.Main.class),
  TABLES("events in a table", "", dev.tidemark.bench.peer.tables.Main.class),
  AXON("Axon Framework", "≥ 5", dev.tidemark.bench.peer.axon.Main.class),
  STREAMS("Kafka Streams", "", dev.tidemark.bench.peer.streams.Main.class);

  private final String title;
  private final String aim;
  private final Class<?> main;

  /// @param aim how many times as much Tidemark should get done; empty if nothing is aimed at
  Peer(String title, String aim, Class<?> main) {
    this.title = title;
    this.aim = aim;
    this.main = main;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  String aim() {
    return aim;
  }

  Class<?> main() {
    return main;
  }
}
