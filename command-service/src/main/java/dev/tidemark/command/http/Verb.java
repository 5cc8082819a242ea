package dev.tidemark.command.http;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// What clients may ask for.
sealed interface Verb {
  /// As it is called in bulk requests and in fingerprints. Never changed: a client may ask again
  /// after years.
  String label();

  /// Whether it creates something each time it is decided, so that a client that does not name its
  /// intention could not safely ask twice.
  boolean creates();

  static Optional<Verb> labelled(String label) {
    return Stream.of(OfUser.values(), OfSession.values(), OfOrder.values())
        .flatMap(Arrays::stream)
        .map(Verb.class::cast)
        .filter(verb -> verb.label().equals(label))
        .findFirst();
  }

  enum OfUser implements Verb {
    REGISTER("user.register"),
    CHANGE_PROFILE("user.change-profile"),
    DEACTIVATE("user.deactivate"),
    REACTIVATE("user.reactivate");

    private final String label;

    OfUser(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public boolean creates() {
      return this == REGISTER;
    }
  }

  enum OfSession implements Verb {
    START("session.start"),
    TOUCH("session.touch"),
    END("session.end");

    private final String label;

    OfSession(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public boolean creates() {
      return this == START;
    }
  }

  enum OfOrder implements Verb {
    PLACE("order.place"),
    PAY("order.pay"),
    SHIP("order.ship"),
    DELIVER("order.deliver"),
    CANCEL("order.cancel"),
    REFUND("order.refund");

    private final String label;

    OfOrder(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public boolean creates() {
      return this == PLACE || this == REFUND;
    }
  }
}
