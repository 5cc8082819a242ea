package dev.tidemark.projection.admin;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Slot;
import dev.tidemark.events.value.Username;
import dev.tidemark.views.BrokenHistoryException;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The kinds of aggregates, as operators name them.
enum Kind {
  USERS(EventTopic.USERS, UserView.class),
  SESSIONS(EventTopic.SESSIONS, SessionView.class),
  ORDERS(EventTopic.ORDERS, OrderView.class);

  static final List<String> LABELS = Arrays.stream(values()).map(Kind::label).toList();

  private final EventTopic topic;
  private final Class<? extends Record> view;

  Kind(EventTopic topic, Class<? extends Record> view) {
    this.topic = topic;
    this.view = view;
  }

  static Kind parse(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new InvalidValueException("Expected one of " + LABELS + ", but was another text"));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  EventTopic topic() {
    return topic;
  }

  Class<? extends Record> view() {
    return view;
  }

  /// An aggregate's id, and where it lives.
  record Id(String text, Slot slot) {}

  Id id(String text) {
    return switch (this) {
      case USERS -> {
        var username = Username.parse(text);
        yield new Id(username.value(), username.slot());
      }
      case SESSIONS -> {
        var id = SessionId.parse(text);
        yield new Id(id.toString(), id.slot());
      }
      case ORDERS -> {
        var id = OrderId.parse(text);
        yield new Id(id.toString(), id.slot());
      }
    };
  }

  /// The view after one more event of it.
  ///
  /// @param before null before the first
  /// @throws BrokenHistoryException if the event does not follow
  static Record fold(@Nullable Record before, Event event, Envelope envelope) {
    return switch (event) {
      case UserEvent user -> UserView.fold((UserView) before, user, envelope);
      case SessionEvent session -> SessionView.fold((SessionView) before, session, envelope);
      case OrderEvent order -> OrderView.fold((OrderView) before, order, envelope);
    };
  }
}
