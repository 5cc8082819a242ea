package dev.tidemark.chaos.load;

import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Intent;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// What a customer may want next: mostly what is possible, now and then what must be refused.
final class Wishes {
  /// Longer than any run, so that time ends none.
  private static final int SESSION_SECONDS = 2_000_000;

  private static final int REFUSED_OF_100 = 6;
  private static final int IF_MATCH_OF_100 = 25;
  private static final List<String> COUNTRIES = List.of("Peru", "Norway", "Kenya", "Japan");
  private static final List<Placed.Stage> ALL = List.of(Placed.Stage.values());

  private Wishes() {}

  static Intent next(Customer customer, Random random) {
    if (!customer.isRegistered()) {
      return register(customer, random);
    }
    if (random.nextInt(100) < REFUSED_OF_100) {
      return refused(customer, random);
    }
    if (!customer.isActive()) {
      return random.nextInt(3) > 0
          ? user(Command.REACTIVATE, customer, "{}", null)
          : profile(customer, random);
    }
    int dice = random.nextInt(100);
    if (dice < 8) {
      return profile(customer, random);
    }
    if (dice < 9) {
      return user(Command.DEACTIVATE, customer, "{\"reason\":\"a holiday\"}", null);
    }
    return dice < 30 ? session(customer, random) : order(customer, random, dice);
  }

  private static Intent register(Customer customer, Random random) {
    var body =
        "{\"username\":\"%s\",\"email\":\"%s@example.org\",\"country\":\"%s\"}"
            .formatted(customer.username(), customer.username(), country(random));
    return user(Command.REGISTER, customer, body, null);
  }

  private static Intent profile(Customer customer, Random random) {
    var body =
        "{\"displayName\":\"Name %d\",\"country\":\"%s\"}"
            .formatted(random.nextInt(1_000_000), country(random));
    boolean matches = random.nextInt(100) < IF_MATCH_OF_100;
    return user(Command.CHANGE_PROFILE, customer, body, matches ? customer.version() : null);
  }

  private static Intent session(Customer customer, Random random) {
    var session = customer.session(random);
    int dice = random.nextInt(10);
    if (session == null || dice < 3) {
      return new Intent(
          Command.START,
          customer.username(),
          null,
          "{\"ttlSeconds\":" + SESSION_SECONDS + "}",
          null);
    }
    return dice < 9
        ? new Intent(Command.TOUCH, customer.username(), session, "{}", null)
        : new Intent(Command.END, customer.username(), session, "{\"reason\":\"logout\"}", null);
  }

  private static Intent order(Customer customer, Random random, int dice) {
    if (dice < 60) {
      return place(customer, random);
    }
    var order = customer.order(random, ALL);
    return order == null ? place(customer, random) : following(customer, order, random);
  }

  private static Intent place(Customer customer, Random random) {
    var body =
        new StringBuilder("{\"currency\":\"GBP\",\"country\":\"")
            .append(country(random))
            .append("\",\"lines\":[");
    int lines = 1 + random.nextInt(4);
    for (int line = 1; line <= lines; line++) {
      body.append(
          "%s{\"sku\":\"sku-%d\",\"quantity\":%d,\"unitPrice\":\"%d.%02d\"}"
              .formatted(
                  line == 1 ? "" : ",",
                  random.nextInt(200),
                  1 + random.nextInt(9),
                  1 + random.nextInt(90),
                  random.nextInt(100)));
    }
    return new Intent(Command.PLACE, customer.username(), null, body.append("]}").toString(), null);
  }

  private static Intent following(Customer customer, Placed order, Random random) {
    boolean turns = random.nextInt(8) == 0;
    return switch (order.stage()) {
      case PLACED -> of(turns ? Command.CANCEL : Command.PAY, customer, order, "{}");
      case PAID ->
          turns
              ? of(Command.CANCEL, customer, order, "{\"reason\":\"too late\"}")
              : of(Command.SHIP, customer, order, "{\"carrier\":\"Snail\"}");
      case SHIPPED -> of(Command.DELIVER, customer, order, "{}");
      case DELIVERED, CANCELLED ->
          order.refunded() || !turns
              ? place(customer, random)
              : of(Command.REFUND, customer, order, "{\"amount\":\"0.50\"}");
    };
  }

  /// What the rules forbid, as far as the customer knows what is.
  private static Intent refused(Customer customer, Random random) {
    var placed = customer.order(random, List.of(Placed.Stage.PLACED));
    var shipped = customer.order(random, List.of(Placed.Stage.SHIPPED, Placed.Stage.DELIVERED));
    return switch (random.nextInt(4)) {
      case 0 -> register(customer, random);
      case 1 ->
          placed == null ? register(customer, random) : of(Command.DELIVER, customer, placed, "{}");
      case 2 ->
          shipped == null
              ? register(customer, random)
              : of(Command.CANCEL, customer, shipped, "{}");
      default ->
          user(
              Command.CHANGE_PROFILE,
              customer,
              "{\"displayName\":\"Too late\"}",
              customer.version() + 1_000);
    };
  }

  private static Intent user(
      Command command, Customer customer, String body, @Nullable Long ifMatch) {
    return new Intent(command, customer.username(), customer.username(), body, ifMatch);
  }

  private static Intent of(Command command, Customer customer, Placed order, String body) {
    return new Intent(command, customer.username(), order.id(), body, null);
  }

  private static String country(Random random) {
    return COUNTRIES.get(random.nextInt(COUNTRIES.size()));
  }
}
