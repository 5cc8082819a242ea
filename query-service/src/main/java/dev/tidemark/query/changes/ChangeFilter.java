package dev.tidemark.query.changes;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Slot;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which changes a stream wants.
///
/// @param scope the partitions in which they can be
/// @param customer empty for everybody's
/// @param aggregateId empty for all
record ChangeFilter(Scope scope, Optional<String> customer, Optional<String> aggregateId) {
  static final String TOPIC = "topic";
  static final String USERNAME = "username";
  static final String ORDER = "order";
  static final String SESSION = "session";

  private record Aggregate(EventTopic topic, Slot slot, String id) {
    static Aggregate order(OrderId id) {
      return new Aggregate(EventTopic.ORDERS, id.slot(), id.toString());
    }

    static Aggregate session(SessionId id) {
      return new Aggregate(EventTopic.SESSIONS, id.slot(), id.toString());
    }
  }

  /// 400 for what is malformed, and for filters that nothing could ever pass together.
  static ChangeFilter of(Request request, int shards) {
    List<EventTopic> named = request.parameters(TOPIC, ChangeFilter::topic);
    Set<EventTopic> topics =
        named.isEmpty() ? EnumSet.allOf(EventTopic.class) : EnumSet.copyOf(named);
    Optional<Username> customer = request.parameter(USERNAME, Username::parse);
    Optional<OrderId> order = request.parameter(ORDER, OrderId::parse);
    Optional<SessionId> session = request.parameter(SESSION, SessionId::parse);
    refuseIf(
        order.isPresent() && session.isPresent(),
        "Expected an order or a session, but there are both");
    Optional<Aggregate> aggregate =
        order.map(Aggregate::order).or(() -> session.map(Aggregate::session));
    refuseIf(
        aggregate.filter(one -> !topics.contains(one.topic())).isPresent(),
        "Expected the topic of the order or session among the topics, but it is not");
    Optional<Slot> slot = customer.map(Username::slot);
    refuseIf(
        aggregate.isPresent() && slot.isPresent() && !aggregate.get().slot().equals(slot.get()),
        "Expected an order or session of this username, but its id is another customer's");
    return new ChangeFilter(
        new Scope(
            aggregate.map(one -> Set.of(one.topic())).orElse(topics),
            slot.or(() -> aggregate.map(Aggregate::slot))
                .map(one -> Set.of(one.shard(shards)))
                .orElseGet(() -> every(shards))),
        customer.map(Username::value),
        aggregate.map(Aggregate::id));
  }

  boolean admits(Committed change) {
    return scope.topics().contains(change.topic())
        && (customer.isEmpty() || customer.get().equals(change.customer()))
        && (aggregateId.isEmpty() || aggregateId.get().equals(change.aggregateId()));
  }

  private static EventTopic topic(String text) {
    return Arrays.stream(EventTopic.values())
        .filter(topic -> name(topic).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new InvalidValueException(
                "Expected one of "
                    + Arrays.stream(EventTopic.values())
                        .map(ChangeFilter::name)
                        .collect(Collectors.joining(", "))
                    + ", but was another text"));
  }

  private static String name(EventTopic topic) {
    return topic.name().toLowerCase(Locale.ROOT);
  }

  private static Set<Integer> every(int shards) {
    return IntStream.range(0, shards).boxed().collect(Collectors.toUnmodifiableSet());
  }

  private static void refuseIf(boolean wrong, String detail) {
    if (wrong) {
      throw Problem.invalidRequest(detail).exception();
    }
  }
}
