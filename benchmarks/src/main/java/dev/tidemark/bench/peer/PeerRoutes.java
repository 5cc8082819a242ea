package dev.tidemark.bench.peer;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.problem.Problem;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The routes of the command service that the peers have too, with its answers.
final class PeerRoutes {
  private static final int BODY_BYTES_MAX = 512 << 10;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Orders orders;

  PeerRoutes(Orders orders) {
    this.orders = orders;
  }

  /// A new customer.
  private record Registration(String username) {}

  List<Route> all() {
    return List.of(
        Route.of(Route.Method.POST, "/v1/users", Role.CLIENT, this::register)
            .takingJson(BODY_BYTES_MAX),
        Route.of(Route.Method.POST, "/v1/users/{username}/orders", Role.CLIENT, this::place)
            .takingJson(BODY_BYTES_MAX),
        Route.of(Route.Method.GET, "/v1/orders/{id}", Role.CLIENT, this::find));
  }

  private Answer register(Request request) {
    var username = Username.parse(read(request, Registration.class).username());
    return attempt(() -> {
      orders.register(username);
      return Answer.json(201, MAPPER.writeValueAsBytes(new Registration(username.value())));
    });
  }

  private Answer place(Request request) {
    var customer = request.pathParameter("username", Username::parse);
    String key =
        request
            .header("Idempotency-Key")
            .orElseThrow(() ->
                Problem.invalidField("Idempotency-Key", "Expected one, but there is none")
                    .exception());
    NewOrder asked = read(request, NewOrder.class);
    return attempt(() -> placed(orders.place(customer, key, asked)));
  }

  private Answer find(Request request) {
    var id = request.pathParameter("id", OrderId::parse);
    return attempt(() ->
        orders
            .find(id.toString())
            .map(order -> Answer.json(200, MAPPER.writeValueAsBytes(order)))
            .orElseThrow(() ->
                Problem.notFound("Expected order " + id + ", but there is none").exception()));
  }

  private static Answer placed(Order order) {
    ObjectNode body =
        MAPPER
            .createObjectNode()
            .put("orderId", order.orderId())
            .put("total", order.total().toPlainString())
            .put("currency", order.currency())
            .put("version", 1);
    return Answer.json(201, MAPPER.writeValueAsBytes(body))
        .with("ETag", "\"1\"")
        .with("Cache-Control", "no-store")
        .with("Location", "/v1/orders/" + order.orderId());
  }

  private static <T> T read(Request request, Class<T> type) {
    try {
      return MAPPER.readValue(request.body(), type);
    } catch (JacksonException e) {
      throw Problem.invalidRequest("Expected JSON of the form that is documented").exception();
    }
  }

  /// What is done with a store that may throw what it likes.
  private interface Work {
    Answer done() throws Exception;
  }

  private static Answer attempt(Work work) {
    try {
      return work.done();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Expected the store to do it, but it failed", e);
    }
  }
}
