package dev.tidemark.chaos.load;

import dev.tidemark.chaos.edge.Answer;
import dev.tidemark.chaos.edge.Call;
import dev.tidemark.chaos.edge.Edge;
import dev.tidemark.chaos.edge.Purpose;
import dev.tidemark.chaos.history.Freshness;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.history.Seen;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// Reads, each of them once: whoever is not answered asks for something else.
final class Reads {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int ORDERS_AT_ONCE_MAX = 20;

  private final Edge edge;
  private final Doors doors;
  private final Recorder recorder;

  Reads(Edge edge, Doors doors, Recorder recorder) {
    this.edge = edge;
    this.doors = doors;
    this.recorder = recorder;
  }

  void one(
      Client client,
      Customer customer,
      Resource resource,
      String id,
      Freshness wanted,
      Random random) {
    var carried = wanted == Freshness.TOKEN ? client.token() : "";
    var freshness = wanted == Freshness.TOKEN && carried.isEmpty() ? Freshness.PLAIN : wanted;
    var instance = doors.anyForQueries(random);
    long begunAt = recorder.now();
    var seen =
        seen(
            new Call(
                new Purpose.Read(client.number(), freshness, resource, id),
                "GET",
                doors.query(instance, Wire.path(resource, id)),
                headers(freshness, carried),
                "",
                PATIENCE));
    recorder.read(
        client, customer.shard(), freshness, resource, id, carried, instance, begunAt, seen);
    switch (seen) {
      case Seen.State state -> client.saw(state.token());
      case Seen.Absent absent -> client.saw(absent.token());
      case Seen.Nothing _ -> {}
    }
  }

  /// Several orders, a list, a timeline or sums. What they say follows no single version, so nobody
  /// judges it; that they are answered counts.
  void many(Client client, Customer customer, Random random) {
    var orders =
        customer.orders().stream()
            .limit(ORDERS_AT_ONCE_MAX)
            .map(id -> "id=" + id)
            .collect(Collectors.joining("&"));
    var user = "/v1/users/" + customer.username();
    var path =
        switch (random.nextInt(orders.isEmpty() ? 5 : 8)) {
          case 0 -> user + "/orders?limit=20";
          case 1 -> user + "/sessions";
          case 2 -> user + "/events";
          case 3 -> "/v1/orders?status=placed&limit=20";
          case 4 -> random.nextInt(4) == 0 ? "/v1/sales?by=country" : "/v1/counts";
          default -> "/v1/orders?" + orders;
        };
    var seen =
        seen(
            new Call(
                new Purpose.Other(),
                "GET",
                doors.query(doors.anyForQueries(random), path),
                headers(Freshness.PLAIN, client.token()),
                "",
                PATIENCE));
    recorder.count(seen instanceof Seen.Nothing ? "lists without an answer" : "lists answered");
  }

  private Seen seen(Call call) {
    try {
      return seen(edge.exchange(call));
    } catch (IOException e) {
      return new Seen.Nothing(String.valueOf(e.getMessage()));
    }
  }

  private static Seen seen(Answer answer) {
    var token = answer.header("consistency-token");
    var source = answer.header("tidemark-source");
    return switch (answer.status()) {
      case 200 -> new Seen.State(Wire.version(answer), answer.body(), token, source);
      case 404 -> new Seen.Absent(token, source);
      default ->
          new Seen.Nothing(
              answer.status() + " " + Wire.json(answer.body()).path("code").asString(""));
    };
  }

  private static Map<String, String> headers(Freshness freshness, String carried) {
    var headers = new HashMap<String, String>();
    if (!carried.isEmpty()) {
      headers.put("consistency-token", carried);
    }
    if (freshness == Freshness.STRONG) {
      headers.put("consistency", "strong");
    }
    return headers;
  }
}
