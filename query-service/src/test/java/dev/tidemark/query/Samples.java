package dev.tidemark.query;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import dev.tidemark.views.OrderProgress;
import dev.tidemark.views.OrderStatus;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionStatus;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserStatus;
import dev.tidemark.views.UserView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// Views to write and read.
final class Samples {
  static final Instant NOON = Instant.parse("2011-08-01T12:00:00Z");
  static final int SHARDS = 4;

  private static final Random RANDOM = new Random(11);

  private Samples() {}

  static UserView user(String name, long version) {
    return new UserView(
        new Username(name),
        UserStatus.ACTIVE,
        null,
        new DisplayName("Ms " + name),
        new Country("Germany"),
        NOON,
        NOON,
        version);
  }

  static SessionView session(String username, Instant startedAt) {
    var name = new Username(username);
    return new SessionView(
        SessionId.mint(name.slot(), startedAt, RANDOM),
        name,
        SessionStatus.ACTIVE,
        startedAt,
        startedAt,
        startedAt.plus(Duration.ofMinutes(30)),
        null,
        null,
        null,
        1);
  }

  static OrderView order(String username, Instant placedAt) {
    var name = new Username(username);
    return order(OrderId.mint(name.slot(), placedAt, RANDOM), username, placedAt, 1);
  }

  static OrderView order(OrderId id, String username, Instant placedAt, long version) {
    return new OrderView(
        id,
        new Username(username),
        null,
        version == 1 ? OrderStatus.PLACED : OrderStatus.PAID,
        new Country("Germany"),
        new CurrencyCode("GBP"),
        Amount.parse("12.5"),
        Amount.ZERO,
        Amount.ZERO,
        5,
        1,
        List.of(
            new OrderLine(new Sku("85123A"), new Description("holder"), 5, Amount.parse("2.50"))),
        placedAt,
        OrderProgress.NONE,
        placedAt,
        version);
  }

  static int shard(UserView user) {
    return user.username().slot().shard(SHARDS);
  }

  static int shard(OrderView order) {
    return order.orderId().slot().shard(SHARDS);
  }

  static int shard(SessionView session) {
    return session.sessionId().slot().shard(SHARDS);
  }
}
