package dev.tidemark.bench.peer;

import dev.tidemark.events.value.Username;
import java.util.Optional;

/// One way to keep orders. Thread-safe.
///
/// - An order that was placed is kept when the method returns: it survives the death of the
///   process.
/// - The same key again places nothing, and answers with the order that it placed.
/// - Only a customer who was registered may order.
public interface Orders extends AutoCloseable {
  void register(Username customer) throws Exception;

  /// @param key names one intention of one customer
  Order place(Username customer, String key, NewOrder asked) throws Exception;

  Optional<Order> find(String orderId) throws Exception;

  @Override
  void close();
}
