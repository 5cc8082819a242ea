package dev.tidemark.operator.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is left to do for one customer, always in order. Used by one thread.
final class CustomerSteps {
  private final Deque<Step> left;
  private final Map<RetailOrder, String> orderIds = new HashMap<>();

  CustomerSteps(List<Step> steps) {
    left = new ArrayDeque<>(steps);
  }

  boolean isDone() {
    return left.isEmpty();
  }

  /// The next steps that can be sent in one request: up to the first that needs the id of an order
  /// that is not placed yet.
  List<BulkLine> ready() {
    var ready = new ArrayList<BulkLine>();
    for (var step : left) {
      var orderId = orderIds.getOrDefault(step.order(), "");
      boolean aboutAnOrder = step instanceof Step.Pay || step instanceof Step.Refund;
      if (aboutAnOrder && orderId.isEmpty()) {
        break;
      }
      ready.add(new BulkLine(this, step, Commands.key(step), Commands.line(step, orderId)));
    }
    return ready;
  }

  void applied(Step step, String orderId) {
    left.remove(step);
    if (step instanceof Step.Place) {
      if (orderId.isEmpty()) {
        throw new IllegalStateException(
            "Expected the id of order %s, but the answer has none"
                .formatted(step.order().invoice()));
      }
      orderIds.put(step.order(), orderId);
    }
  }

  /// @return the steps that can never be taken now
  List<Step> refused(Step step) {
    left.remove(step);
    if (!(step instanceof Step.Place)) {
      return List.of();
    }
    var lost = left.stream().filter(later -> later.order() == step.order()).toList();
    left.removeAll(lost);
    return lost;
  }
}
