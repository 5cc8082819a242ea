package dev.tidemark.operator.figures;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The figures as the query API tells them: sums from the sales, and all else from the orders
/// themselves, page by page.
public final class QueryFigures {
  private static final String CURRENCY = "GBP";
  private static final int PAGE = 500;
  private static final int GROUPS_MAX = 1_000;

  /// More pages than this are taken for a list that does not end.
  private static final int PAGES_MAX = 100_000;

  private final QueryClient client;

  /// @param token that each answer must cover, or empty
  public QueryFigures(URI base, String token) {
    client = new QueryClient(base, token);
  }

  public Figures compute() throws IOException, InterruptedException {
    var values = new TreeMap<String, String>();
    for (var by : List.of("country", "month")) {
      for (var item : sales(by, GROUPS_MAX)) {
        Figures.put(values, by + " " + item.path(by).asString(""), pair(item));
      }
    }
    int rank = 0;
    for (var item : sales("customer", Figures.TOP_CUSTOMERS)) {
      rank++;
      var customer = OrderSummary.customer(item.required("customer").asString());
      Figures.put(values, Figures.ranked(rank), customer + ": " + pair(item));
    }
    addOrders(values, orders());
    return new Figures(values);
  }

  private static void addOrders(Map<String, String> values, List<OrderSummary> orders) {
    long customers = orders.stream().map(OrderSummary::customer).distinct().count();
    Figures.put(values, "customers", customers);
    Figures.put(values, "orders", orders.size());
    Figures.put(values, "lines", sum(orders, OrderSummary::lines));
    Figures.put(values, "units", sum(orders, OrderSummary::units));
    Figures.put(values, "total", Figures.gbp(sum(orders, OrderSummary::milli)));
    Figures.put(values, "checksum", checksum(orders));
  }

  private static long sum(List<OrderSummary> orders, ToLongFunction<OrderSummary> of) {
    return orders.stream().mapToLong(of).reduce(0, Math::addExact);
  }

  private static String checksum(List<OrderSummary> orders) {
    var text =
        orders.stream().map(OrderSummary::forChecksum).sorted().collect(Collectors.joining("\n"));
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<OrderSummary> orders() throws IOException, InterruptedException {
    var orders = new ArrayList<OrderSummary>();
    var after = "";
    for (int page = 1; page <= PAGES_MAX; page++) {
      var answer = client.get("/v1/orders?limit=" + PAGE + after);
      answer.required("items").forEach(item -> orders.add(OrderSummary.of(item)));
      if (!answer.has("next")) {
        return orders;
      }
      after = "&after=" + answer.required("next").asString();
    }
    throw new IOException("there are more than " + PAGES_MAX + " pages of orders");
  }

  private Iterable<JsonNode> sales(String by, int limit) throws IOException, InterruptedException {
    return client
        .get("/v1/sales?by=" + by + "&limit=" + limit + "&currency=" + CURRENCY)
        .required("items");
  }

  private static String pair(JsonNode item) {
    return Figures.ordersAndMilli(
        item.required("orders").asLong(), OrderSummary.milli(item.required("revenue").asString()));
  }
}
