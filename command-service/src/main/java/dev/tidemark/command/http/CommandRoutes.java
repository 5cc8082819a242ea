package dev.tidemark.command.http;

import dev.tidemark.command.shard.Shards;
import dev.tidemark.events.codec.EventJson;
import dev.tidemark.events.codec.RequiredFields;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.http.Route.Method;
import dev.tidemark.runtime.json.StrictJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// All routes of the command service.
public final class CommandRoutes {
  private static final int SINGLE_BYTES_MAX = 512 << 10;

  private final SingleCommands single;
  private final BulkCommands bulk;

  /// @param timeToDecide after which a client gives up
  public CommandRoutes(
      Shards shards,
      SessionTokens tokens,
      Duration timeToDecide,
      InstantSource clock,
      RandomGenerator random) {
    var json = new StrictJson(EventJson.values(), RequiredFields::firstMissing);
    var mint = new IdMint(clock, random);
    var requests =
        new CommandRequests(
            new CommandReader(json, mint), new Fingerprint(json), clock, timeToDecide);
    var replies = new Replies(tokens);
    this.bulk = new BulkCommands(json, requests, shards, replies, clock);
    this.single = new SingleCommands(json, requests, mint, shards, replies);
  }

  public List<Route> all() {
    return List.of(
        Route.of(Method.POST, "/v1/users", Role.CLIENT, single::register)
            .takingJson(SINGLE_BYTES_MAX),
        user(Method.PATCH, "", Verb.OfUser.CHANGE_PROFILE),
        user(Method.POST, "/deactivation", Verb.OfUser.DEACTIVATE),
        user(Method.POST, "/reactivation", Verb.OfUser.REACTIVATE),
        user(Method.POST, "/sessions", Verb.OfSession.START),
        user(Method.POST, "/orders", Verb.OfOrder.PLACE),
        byId(Method.POST, "/v1/sessions/{id}/touch", Verb.OfSession.TOUCH),
        Route.of(Method.DELETE, "/v1/sessions/{id}", Role.CLIENT, single::endSession)
            .taking("reason"),
        order("payment", Verb.OfOrder.PAY),
        order("shipment", Verb.OfOrder.SHIP),
        order("delivery", Verb.OfOrder.DELIVER),
        order("cancellation", Verb.OfOrder.CANCEL),
        order("refunds", Verb.OfOrder.REFUND),
        Route.of(Method.POST, "/v1/commands", Role.IMPORTER, bulk::answer)
            .takingBody(Answer.NDJSON, BulkCommands.BYTES_MAX));
  }

  private Route user(Method method, String tail, Verb verb) {
    return Route.of(
            method,
            "/v1/users/{username}" + tail,
            Role.CLIENT,
            request -> single.with(request, verb, "username"))
        .takingJson(SINGLE_BYTES_MAX);
  }

  private Route order(String tail, Verb verb) {
    return byId(Method.POST, "/v1/orders/{id}/" + tail, verb);
  }

  private Route byId(Method method, String path, Verb verb) {
    return Route.of(method, path, Role.CLIENT, request -> single.with(request, verb, "id"))
        .takingJson(SINGLE_BYTES_MAX);
  }
}
