package dev.tidemark.events.codec;

import dev.tidemark.events.Event;

/// An event type as it is written today: `user.registered`, version 1, is `user.registered.v1`.
record EventType(String name, int version, Class<? extends Event> event) {
  String text() {
    return name + ".v" + version;
  }
}
