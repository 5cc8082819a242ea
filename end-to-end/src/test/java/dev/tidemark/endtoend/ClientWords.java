package dev.tidemark.endtoend;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

/// A word in every place that a client can put one into.
final class ClientWords {
  private ClientWords() {}

  /// @param word a good username
  static void send(RunningTidemark tidemark, String word) {
    var user = "{\"username\":\"" + word + "\",\"displayName\":\"" + word + "\"}";
    var commands = tidemark.commands();
    commands.post("/v1/users", user, "Idempotency-Key", word, "X-Correlation-Id", word);
    commands.post("/v1/users", user, "Idempotency-Key", word, "User-Agent", word);
    commands.post("/v1/users/" + word + "/orders", "{\"currency\":\"" + word + "\"}");
    commands.post("/v1/commands", "{\"command\":\"" + word + "\"}");
    for (var service :
        List.of(commands, tidemark.queries(), new Http(tidemark.system().projection().url()))) {
      service.get("/" + word);
      service.get("/v1/users/" + word, "Consistency-Token", word);
      service.get("/v1/users/" + word + "?" + word + "=" + word);
      service.get("/v1/orders/" + word);
      service.get("/v1/orders?sku=" + word);
      service.send(service.request("/v1/users").method("ZEBRA", BodyPublishers.noBody()));
    }
    tidemark.queries().get("/v1/users/" + word);
    tidemark.queries().get("/v1/users/" + word + "-absent");
  }
}
