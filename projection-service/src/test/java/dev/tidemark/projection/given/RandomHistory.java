package dev.tidemark.projection.given;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What happened to some customers, in an order in which it may have happened.
public final class RandomHistory {
  private static final @Nullable String[] COUNTRIES = {"Germany", "France", "EIRE", null};

  private final RandomGenerator random;
  private final List<Customer> customers;
  private final List<Owned<OrderId>> orders = new ArrayList<>();
  private final List<Owned<SessionId>> sessions = new ArrayList<>();
  private final List<Envelope> events = new ArrayList<>();

  private record Owned<T>(Customer owner, T id) {}

  private RandomHistory(String name, int customers, RandomGenerator random) {
    this.random = random;
    this.customers =
        IntStream.range(0, customers).mapToObj(i -> new Customer(name + i, random)).toList();
    this.customers.forEach(customer -> events.add(customer.registers(country())));
  }

  /// @param name begins the name of each customer
  public static List<Envelope> of(String name, int customers, int events, RandomGenerator random) {
    var history = new RandomHistory(name, customers, random);
    while (history.events.size() < events) {
      history.goOn();
    }
    return history.events;
  }

  private void goOn() {
    Customer customer = customers.get(random.nextInt(customers.size()));
    switch (random.nextInt(10)) {
      case 0 -> events.add(customer.moves("France"));
      case 1 -> {
        sessions.add(new Owned<>(customer, customer.newSession()));
        events.add(customer.starts(sessions.getLast().id()));
      }
      case 2 -> any(sessions, session -> events.add(session.owner().touches(session.id())));
      case 3 ->
          any(
              sessions,
              session -> {
                sessions.remove(session);
                events.add(session.owner().ends(session.id()));
              });
      case 4, 5, 6 -> {
        orders.add(new Owned<>(customer, customer.newOrder()));
        events.add(customer.places(orders.getLast().id(), country(), 1 + random.nextInt(4)));
      }
      case 7 -> any(orders, order -> events.add(order.owner().pays(order.id(), "1.25")));
      case 8 -> any(orders, order -> events.add(order.owner().isSent(order.id())));
      default -> any(orders, order -> events.add(order.owner().isRefunded(order.id(), "0.3125")));
    }
  }

  private @Nullable String country() {
    return COUNTRIES[random.nextInt(COUNTRIES.length)];
  }

  private <T> void any(List<Owned<T>> some, java.util.function.Consumer<Owned<T>> then) {
    if (!some.isEmpty()) {
      then.accept(some.get(random.nextInt(some.size())));
    }
  }
}
