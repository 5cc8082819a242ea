package dev.tidemark.events.codec;

import dev.tidemark.events.Event;
import dev.tidemark.events.OrderEvent.OrderCancelled;
import dev.tidemark.events.OrderEvent.OrderDelivered;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.OrderEvent.OrderRefunded;
import dev.tidemark.events.OrderEvent.OrderShipped;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionExpired;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.UserEvent.UserDeactivated;
import dev.tidemark.events.UserEvent.UserProfileChanged;
import dev.tidemark.events.UserEvent.UserReactivated;
import dev.tidemark.events.UserEvent.UserRegistered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// Events to versioned JSON and back. Thread-safe.
public final class EventCodec {
  private static final Pattern TYPE = Pattern.compile("([a-z]+\\.[a-z-]+)\\.v([1-9][0-9]{0,3})");

  private static final List<EventType> TYPES =
      List.of(
          new EventType("user.registered", 1, UserRegistered.class),
          new EventType("user.profile-changed", 1, UserProfileChanged.class),
          new EventType("user.deactivated", 1, UserDeactivated.class),
          new EventType("user.reactivated", 1, UserReactivated.class),
          new EventType("session.started", 1, SessionStarted.class),
          new EventType("session.touched", 1, SessionTouched.class),
          new EventType("session.ended", 1, SessionEnded.class),
          new EventType("session.expired", 1, SessionExpired.class),
          new EventType("order.placed", 1, OrderPlaced.class),
          new EventType("order.paid", 1, OrderPaid.class),
          new EventType("order.shipped", 1, OrderShipped.class),
          new EventType("order.delivered", 1, OrderDelivered.class),
          new EventType("order.cancelled", 1, OrderCancelled.class),
          new EventType("order.refunded", 1, OrderRefunded.class));

  private static final List<Upcaster> UPCASTERS = List.of();

  private final ObjectMapper mapper = EventJson.mapper();
  private final Map<Class<? extends Event>, EventType> byClass;
  private final Map<String, EventType> byName;
  private final List<Upcaster> upcasters;

  public EventCodec() {
    this(TYPES, UPCASTERS);
  }

  EventCodec(List<EventType> types, List<Upcaster> upcasters) {
    this.byClass = types.stream().collect(Collectors.toMap(EventType::event, Function.identity()));
    this.byName = types.stream().collect(Collectors.toMap(EventType::name, Function.identity()));
    this.upcasters = List.copyOf(upcasters);
  }

  /// All types as they are written today, such as `user.registered.v1`.
  public Set<String> types() {
    return byName.values().stream().map(EventType::text).collect(Collectors.toUnmodifiableSet());
  }

  /// The type under which `event` is written, such as `user.registered.v1`.
  public String type(Event event) {
    EventType type = byClass.get(event.getClass());
    if (type == null) {
      throw new IllegalStateException(event.getClass() + " is not a registered event type");
    }
    return type.text();
  }

  public byte[] encode(Event event) {
    return mapper.writeValueAsBytes(event);
  }

  /// @param text the type with its version
  /// @throws UnreadableEventException if the type or version is unknown, or the body does not fit
  public Event decode(String text, byte[] json) throws UnreadableEventException {
    var matcher = TYPE.matcher(text);
    EventType type = matcher.matches() ? byName.get(matcher.group(1)) : null;
    if (type == null) {
      throw new UnreadableEventException("Expected a known event type, but was " + text);
    }
    int version = Integer.parseInt(matcher.group(2));
    if (version > type.version()) {
      throw new UnreadableEventException(
          "Expected " + type.name() + " up to version " + type.version() + ", but was " + text);
    }
    try {
      Event event =
          version == type.version()
              ? mapper.readValue(json, type.event())
              : mapper.treeToValue(upcast(type, version, json), type.event());
      Optional<String> missing = RequiredFields.firstMissing((Record) event);
      if (missing.isPresent()) {
        throw new UnreadableEventException(
            "Expected " + missing.get() + " in the body of " + text + ", but it is absent");
      }
      return event;
    } catch (JacksonException | ClassCastException | NullPointerException e) {
      throw new UnreadableEventException(
          "Expected the body of " + text + ", but it does not fit", e);
    }
  }

  private ObjectNode upcast(EventType type, int fromVersion, byte[] json)
      throws UnreadableEventException {
    var node = (ObjectNode) mapper.readTree(json);
    for (int version = fromVersion; version < type.version(); version++) {
      node = upcaster(type.name(), version).upcast().apply(node);
    }
    return node;
  }

  private Upcaster upcaster(String name, int fromVersion) throws UnreadableEventException {
    for (Upcaster upcaster : upcasters) {
      if (upcaster.name().equals(name) && upcaster.fromVersion() == fromVersion) {
        return upcaster;
      }
    }
    throw new UnreadableEventException(
        "Expected an upcaster for "
            + name
            + " from version "
            + fromVersion
            + ", but none is there");
  }
}
