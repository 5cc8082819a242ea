package dev.tidemark.command.log;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// What the transactions that are measured are made of.
enum Shape {
  /// Short events of one topic.
  USERS {
    @Override
    Event event(int i) {
      return new UserRegistered(ADA, null, null, null);
    }
  },
  /// All topics, a third each, with orders of ten lines: about 1 KB.
  MIXED {
    @Override
    Event event(int i) {
      return switch (i % 3) {
        case 0 -> new OrderPlaced(ORDER, ADA, null, null, GBP, LINES, Amount.parse("10"));
        case 1 -> new SessionStarted(SESSION, ADA, NOW);
        default -> new UserRegistered(ADA, null, null, null);
      };
    }
  };

  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private static final Username ADA = new Username("ada");
  private static final SessionId SESSION = SessionId.parse("0199a1b2-c3d4-7b1c-8123-456789abcdef");
  private static final OrderId ORDER = OrderId.parse("0199a1b2-c3d4-7b1c-9abc-def012345678");
  private static final CurrencyCode GBP = new CurrencyCode("GBP");
  private static final List<OrderLine> LINES =
      Collections.nCopies(
          10, new OrderLine(new Sku("85123A"), new Description("heart"), 1, Amount.parse("1")));

  abstract Event event(int i);

  List<Envelope> events(int count) {
    return IntStream.range(0, count).mapToObj(this::envelope).toList();
  }

  private Envelope envelope(int i) {
    var key = new CommandId("key-" + i);
    return new Envelope(event(i), i + 1, key, "hash", 0, null, null, null, NOW, NOW);
  }
}
