package dev.tidemark.bench.commands;

import dev.tidemark.bench.harness.Client;
import dev.tidemark.bench.harness.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Orders that clients place: five lines of a shop's goods, of one of a thousand customers, each
/// under a key of its own.
final class OrderLoad {
  static final int CUSTOMERS = 1_000;
  static final int ORDERS_IN_BULK = 250;

  private static final String ORDER =
      IntStream.rangeClosed(1, 5)
          .mapToObj(
              """
              {"sku":"85123%1$d","description":"White hanging heart t-light holder %1$d",\
              "quantity":%1$d,"unitPrice":"2.55"}\
              """
                  ::formatted)
          .collect(Collectors.joining(",", "{\"currency\":\"GBP\",\"lines\":[", "]}"));

  private static final Template SINGLE =
      new Template(
          HttpConnection.post(
              "/v1/users/" + Template.CUSTOMER + "/orders",
              Map.of("Content-Type", "application/json", "Idempotency-Key", Template.KEY),
              bytes(ORDER)));

  private static final Template BULK =
      new Template(
          HttpConnection.post(
              "/v1/commands",
              Map.of("Content-Type", "application/x-ndjson"),
              bytes(
                  """
                  {"command":"order.place","username":"%s","idempotencyKey":"%s","body":%s}
                  """
                      .formatted(Template.CUSTOMER, Template.KEY, ORDER)
                      .repeat(ORDERS_IN_BULK))));

  private final AtomicLong keys = new AtomicLong();

  /// Registers all customers, one by one.
  static void register(URI service) throws IOException {
    try (var connection = new HttpConnection(service)) {
      for (int i = 0; i < CUSTOMERS; i++) {
        String name = Template.customer(i);
        byte[] request =
            HttpConnection.post(
                "/v1/users",
                Map.of("Content-Type", "application/json", "Idempotency-Key", "register-" + name),
                bytes("{\"username\":\"%s\"}".formatted(name)));
        int status = connection.ask(request);
        if (status != 201) {
          throw new IOException(
              "Expected 201, but was %d: %s".formatted(status, connection.text()));
        }
      }
    }
  }

  /// Who place one order at a time.
  Client.Maker single(URI service) {
    return _ -> new Placing(service, SINGLE.copy(), 201, 1);
  }

  /// Who place many at a time. Each line of the answer is looked at: it may be no order.
  Client.Maker bulk(URI service) {
    return _ -> new Placing(service, BULK.copy(), 200, ORDERS_IN_BULK);
  }

  /// The body of a request for one order.
  static byte[] order() {
    return bytes(ORDER);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// One client.
  private final class Placing implements Client {
    private static final byte[] LINE_DONE = bytes("\"status\":201");

    private final HttpConnection connection;
    private final Template template;
    private final int done;
    private final int orders;

    /// @param done the status that says so
    /// @param orders in one request
    Placing(URI service, Template template, int done, int orders) {
      this.connection = new HttpConnection(service);
      this.template = template;
      this.done = done;
      this.orders = orders;
    }

    @Override
    public int once() throws IOException {
      int status = connection.ask(template.next(keys, CUSTOMERS));
      if (status == done) {
        return orders == 1 ? 1 : connection.count(LINE_DONE);
      }
      if (status == 503) {
        return 0;
      }
      throw new IOException(
          "Expected %d, but was %d: %s".formatted(done, status, connection.text()));
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
