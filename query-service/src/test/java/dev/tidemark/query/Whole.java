package dev.tidemark.query;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.UserEvent.UserDeactivated;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.Carrier;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.TrackingCode;
import dev.tidemark.views.OrderProgress;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionStatus;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import java.util.Objects;

/// Views in which nothing is absent.
final class Whole {
  static final UserView USER = user();
  static final SessionView SESSION = session();
  static final OrderView ORDER = order();

  private Whole() {}

  /// All of them, with an event each, and sales of their own.
  static void write(Tables tables) throws Exception {
    int shard = Samples.shard(USER);
    tables.user(USER, shard, 1);
    tables.session(SESSION, shard, 1);
    tables.order(ORDER, shard, 1);
    tables.event(envelope(new UserRegistered(USER.username(), USER.email(), null, null)), shard, 1);
    tables.event(
        envelope(new SessionStarted(SESSION.sessionId(), USER.username(), SESSION.expiresAt())),
        shard,
        1);
    tables.event(
        envelope(
            new OrderPlaced(
                ORDER.orderId(),
                ORDER.username(),
                ORDER.reference(),
                ORDER.country(),
                ORDER.currency(),
                Objects.requireNonNull(ORDER.lines()),
                ORDER.total())),
        shard,
        1);
    tables.sale("Germany", "2011-08", USER.username().value(), 1, "12.50");
    for (EventTopic topic : EventTopic.values()) {
      tables.position(topic, shard, 10);
    }
  }

  /// One more event of the user.
  static Envelope second() {
    return new Envelope(
        new UserDeactivated(USER.username(), null),
        2,
        new CommandId("k2"),
        "hash",
        1,
        null,
        null,
        null,
        Samples.NOON,
        Samples.NOON);
  }

  private static Envelope envelope(dev.tidemark.events.Event event) {
    return new Envelope(
        event,
        1,
        new CommandId("k"),
        "hash",
        1,
        "conversation",
        "message",
        null,
        Samples.NOON,
        Samples.NOON);
  }

  private static UserView user() {
    UserView some = Samples.user("anna", 2);
    return new UserView(
        some.username(),
        some.status(),
        new EmailAddress("anna@example.org"),
        some.displayName(),
        some.country(),
        some.registeredAt(),
        some.updatedAt(),
        some.version());
  }

  private static SessionView session() {
    SessionView some = Samples.session("anna", Samples.NOON);
    return new SessionView(
        some.sessionId(),
        some.username(),
        SessionStatus.ENDED,
        some.startedAt(),
        some.lastSeenAt(),
        some.expiresAt(),
        Samples.NOON,
        SessionEnd.REVOKED,
        new Reason("stolen"),
        2);
  }

  private static OrderView order() {
    OrderView some = Samples.order("anna", Samples.NOON);
    var progress =
        new OrderProgress(
            Samples.NOON,
            Samples.NOON,
            new Carrier("Royal Mail"),
            new TrackingCode("RM1"),
            Samples.NOON,
            Samples.NOON,
            new Reason("ordered twice"));
    return new OrderView(
        some.orderId(),
        some.username(),
        new Reference("536365"),
        some.status(),
        some.country(),
        some.currency(),
        some.total(),
        some.paid(),
        some.refunded(),
        some.units(),
        some.lineCount(),
        some.lines(),
        some.placedAt(),
        progress,
        some.updatedAt(),
        1);
  }
}
