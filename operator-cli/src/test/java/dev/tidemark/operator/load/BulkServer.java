package dev.tidemark.operator.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks the bulk protocol over real HTTP and remembers what it applied, with faults on demand. A
/// key is applied once; a refund above 50 is refused.
final class BulkServer implements AutoCloseable {
  /// What may go wrong with a request.
  enum Fault {
    NONE,
    BUSY,
    /// Applied, but nobody hears of it.
    LOST_REPLY,
    /// Applied, and the answer ends in the middle.
    HALF_REPLY,
    /// Every second line is not decided, nor what follows it for its customer.
    SOME_UNDECIDED,
    BAD_REQUEST
  }

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final double REFUND_MAX = 50;

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> applied = new LinkedHashMap<>();
  private final List<Integer> sizes = new ArrayList<>();
  private Predicate<String> refused = _ -> false;
  private List<Fault> faults = List.of();
  private int requests;

  BulkServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(threads);
    http.createContext("/v1/commands", this::handle);
    http.start();
  }

  /// One for each request, over and over.
  BulkServer with(Fault... repeated) {
    faults = List.of(repeated);
    return this;
  }

  BulkServer refusing(Predicate<String> key) {
    refused = key;
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /// The keys, in the order in which they were applied.
  synchronized List<String> applied() {
    return List.copyOf(applied.keySet());
  }

  synchronized List<Integer> sizes() {
    return List.copyOf(sizes);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.close();
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var fault = faults.isEmpty() ? Fault.NONE : faults.get(requests % faults.size());
      requests++;
      var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var lines = text.lines().map(JSON::readTree).toList();
      sizes.add(lines.size());
      switch (fault) {
        case BUSY -> reply(exchange, 503, "{\"detail\":\"busy\"}");
        case BAD_REQUEST -> reply(exchange, 400, "{\"detail\":\"no\"}");
        case LOST_REPLY -> decide(lines, false);
        case HALF_REPLY -> {
          var all = decide(lines, false);
          reply(exchange, 200, all.substring(0, all.length() / 2));
        }
        case SOME_UNDECIDED -> reply(exchange, 200, decide(lines, true));
        case NONE -> reply(exchange, 200, decide(lines, false));
      }
    }
  }

  private String decide(List<JsonNode> lines, boolean someUndecided) {
    var answers = new StringBuilder();
    Set<String> undecided = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var customer = customer(line);
      if (someUndecided && (i % 2 == 1 || undecided.contains(customer))) {
        undecided.add(customer);
        answers.append("{\"line\":%d,\"status\":503,\"body\":{}}%n".formatted(i + 1));
      } else {
        answers.append(decide(line, i + 1)).append('\n');
      }
    }
    return answers.toString();
  }

  private String decide(JsonNode line, int number) {
    var key = line.required("idempotencyKey").asString();
    var answer = JSON.createObjectNode().put("line", number).put("idempotencyKey", key);
    boolean tooMuch = line.path("body").path("amount").asDouble(0) > REFUND_MAX;
    if (tooMuch || refused.test(key)) {
      answer.put("status", 409);
      answer
          .putObject("body")
          .put("code", tooMuch ? "refund-exceeds-paid" : "no")
          .put("detail", "d");
      return answer.toString();
    }
    if (applied.containsKey(key)) {
      answer.put("replayed", true);
    }
    answer.put("status", 200);
    answer.putObject("body").put("orderId", applied.computeIfAbsent(key, this::orderId));
    return answer.toString();
  }

  private String orderId(String key) {
    return key.startsWith("retail-place-") ? "id-of-" + key : "";
  }

  private static String customer(JsonNode line) {
    return line.path("username").asString(line.path("body").path("username").asString("?"));
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
