package dev.tidemark.bench.shop;

import dev.tidemark.bench.harness.Client;
import dev.tidemark.bench.harness.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A client who places one order at a time, each of another customer and under a key of its own.
public final class Ordering implements Client {
  /// Of one order. Customers of a shop buy a few things at once.
  public static final int LINES = 3;

  private static final byte[] ORDER =
      IntStream.range(0, LINES)
          .mapToObj(
              """
              {"sku":"sku-%d","description":"what is sold here","quantity":2,"unitPrice":"1.25"}\
              """
                  ::formatted)
          .collect(Collectors.joining(",", "{\"currency\":\"GBP\",\"lines\":[", "]}"))
          .getBytes(StandardCharsets.UTF_8);

  private static final int PLACED = 201;
  private static final int TURNED_AWAY = 503;

  /// Told of each order right after it was acknowledged.
  @FunctionalInterface
  public interface Acknowledged {
    /// @param number of the order, counted over all clients
    /// @param answer of which headers and body can be asked
    void order(long number, HttpConnection answer) throws Exception;
  }

  private final HttpConnection connection;
  private final LongFunction<String> customers;
  private final AtomicLong numbers;
  private final Acknowledged acknowledged;

  /// @param customers the username of who places an order, by its number
  /// @param numbers of orders, shared by all who place some: none is used twice
  public Ordering(
      URI commands, LongFunction<String> customers, AtomicLong numbers, Acknowledged acknowledged) {
    this.connection = new HttpConnection(commands);
    this.customers = customers;
    this.numbers = numbers;
    this.acknowledged = acknowledged;
  }

  @Override
  public int once() throws Exception {
    long number = numbers.getAndIncrement();
    int status = connection.ask(request(customers.apply(number), "order-" + number));
    if (status == TURNED_AWAY) {
      return 0;
    }
    if (status != PLACED) {
      throw new IOException(
          "Expected an order to be placed, but was %d %s".formatted(status, connection.text()));
    }
    acknowledged.order(number, connection);
    return 1;
  }

  /// The request for one order.
  public static byte[] request(String username, String key) {
    return HttpConnection.post(
        "/v1/users/" + username + "/orders",
        Map.of("Content-Type", "application/json", "Idempotency-Key", key),
        ORDER);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
