package dev.tidemark.command.http;

import dev.tidemark.command.http.BodyBudget.TimedHandler;
import dev.tidemark.command.routing.Forwarder;
import dev.tidemark.command.routing.Router;
import dev.tidemark.command.shard.Shards;
import dev.tidemark.events.codec.EventJson;
import dev.tidemark.events.codec.RequiredFields;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Handler;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.http.Route.Method;
import dev.tidemark.runtime.json.StrictJson;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.runtime.openapi.About;
import dev.tidemark.runtime.openapi.ApiDocs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// All routes of the command service.
public final class CommandRoutes {
  private static final About ABOUT =
      new About("Tidemark commands", "What is to happen to users, sessions and orders");
  private static final int SINGLE_BYTES_MAX = 512 << 10;

  private final SingleCommands single;
  private final BulkCommands bulk;
  private final OwnShards owned;
  private final ImportRoutes imports;
  private final BodyBudget bodies;
  private final Duration timeToDecide;

  /// @param timeToDecide after which a client gives up
  /// @param bodiesMib memory for bodies in hand, in MiB
  public CommandRoutes(
      Shards shards,
      Router router,
      Forwarder forwarder,
      SessionTokens tokens,
      Duration timeToDecide,
      int bodiesMib,
      InstantSource clock,
      RandomGenerator random,
      Metrics metrics) {
    var json = new StrictJson(EventJson.values(), RequiredFields::firstMissing);
    var mint = new IdMint(clock, random);
    var requests =
        new CommandRequests(
            new CommandReader(json, mint), new Fingerprint(json), clock, timeToDecide);
    var replies = new Replies(tokens);
    var meters = new CommandMeters(metrics);
    this.bodies = new BodyBudget(bodiesMib, clock);
    this.timeToDecide = timeToDecide;
    this.owned = new OwnShards(shards);
    this.bulk =
        new BulkCommands(
            json,
            requests,
            new BulkDelivery(shards, router, forwarder, json, clock, meters),
            router,
            replies);
    var delivery = new Delivery(shards, router, forwarder, clock, meters);
    this.single = new SingleCommands(json, requests, mint, delivery, replies, meters);
    this.imports = new ImportRoutes(json, shards, delivery, bodies, clock, timeToDecide);
  }

  /// With their description.
  public List<Route> all() {
    return ApiDocs.added(
        Stream.of(commands(), imports.routes(), List.of(owned.route()))
            .flatMap(List::stream)
            .toList(),
        ABOUT,
        Described.values());
  }

  private List<Route> commands() {
    return List.of(
        single(Method.POST, "/v1/users", Verb.OfUser.REGISTER, single::register),
        user(Method.PATCH, "", Verb.OfUser.CHANGE_PROFILE),
        user(Method.POST, "/deactivation", Verb.OfUser.DEACTIVATE),
        user(Method.POST, "/reactivation", Verb.OfUser.REACTIVATE),
        user(Method.POST, "/sessions", Verb.OfSession.START),
        user(Method.POST, "/orders", Verb.OfOrder.PLACE),
        byId("/v1/sessions/{id}/touch", Verb.OfSession.TOUCH),
        endSession(),
        byId("/v1/orders/{id}/payment", Verb.OfOrder.PAY),
        byId("/v1/orders/{id}/shipment", Verb.OfOrder.SHIP),
        byId("/v1/orders/{id}/delivery", Verb.OfOrder.DELIVER),
        byId("/v1/orders/{id}/cancellation", Verb.OfOrder.CANCEL),
        byId("/v1/orders/{id}/refunds", Verb.OfOrder.REFUND),
        many());
  }

  private Route user(Method method, String tail, Verb verb) {
    String path = "/v1/users/{username}" + tail;
    return single(
        method, path, verb, (request, arrived) -> single.with(request, arrived, verb, "username"));
  }

  private Route byId(String path, Verb verb) {
    return single(
        Method.POST, path, verb, (request, arrived) -> single.with(request, arrived, verb, "id"));
  }

  private Route single(Method method, String path, Verb verb, TimedHandler handler) {
    Handler bounded = bodies.around(handler, SINGLE_BYTES_MAX, 1, Duration.ZERO);
    return Route.of(method, path, Role.CLIENT, bounded)
        .takingJson(SINGLE_BYTES_MAX)
        .described(Described.of(verb));
  }

  private Route endSession() {
    Handler bounded = bodies.around(single::endSession, 0, 1, Duration.ZERO);
    return Route.of(Method.DELETE, "/v1/sessions/{id}", Role.CLIENT, bounded)
        .described(Described.endSession());
  }

  private Route many() {
    Handler bounded =
        bodies.around(bulk::answer, BulkCommands.BYTES_MAX, BulkCommands.COPIES, timeToDecide);
    return Route.of(Method.POST, "/v1/commands", Role.IMPORTER, bounded)
        .takingBody(Answer.NDJSON, BulkCommands.BYTES_MAX)
        .described(Described.many());
  }
}
