package dev.tidemark.chaos.load;

/// An order as its customer believes it to be: what is in doubt may have changed it.
record Placed(String id, Stage stage, boolean refunded) {
  enum Stage {
    PLACED,
    PAID,
    SHIPPED,
    DELIVERED,
    CANCELLED
  }

  Placed now(Stage next) {
    return new Placed(id, next, refunded);
  }

  Placed afterRefund() {
    return new Placed(id, stage, true);
  }
}
