package dev.tidemark.projection.batch;

import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a batch needs to know before it can be folded.
public record Touched(
    Set<Username> users, Set<SessionId> sessions, Set<OrderId> orders, Set<Aggregate> all) {
  public static Touched by(List<LogRecord> records) {
    var touched = new Touched(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
    for (LogRecord logged : records) {
      if (logged.entry() instanceof LogEntry.Recorded(_, var envelope)) {
        switch (envelope.event()) {
          case UserEvent event -> touched.users.add(event.username());
          case SessionEvent event -> touched.sessions.add(event.sessionId());
          case OrderEvent event -> touched.orders.add(event.orderId());
        }
      }
      touched.all.add(logged.aggregate());
    }
    return touched;
  }
}
