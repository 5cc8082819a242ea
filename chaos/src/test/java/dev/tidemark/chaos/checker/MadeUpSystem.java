package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.history.Outcome;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.CommittedLog.Place;
import dev.tidemark.chaos.log.LogRecord;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.LogRecord.Marker;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A system that keeps its promises, of one process and no stores: what is judged right must be
/// right by it. Decides, and knows what everything looked like after each event.
final class MadeUpSystem {
  static final int SHARDS = 2;

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final Instant BEGAN = Instant.parse("2026-11-24T10:00:00Z");

  /// Everything that ever happened to one user, session or order.
  static final class Thing {
    final Resource resource;
    final String id;
    final String customer;
    final List<Fact> facts = new ArrayList<>();
    final List<ObjectNode> views = new ArrayList<>();

    Thing(Resource resource, String id, String customer) {
      this.resource = resource;
      this.id = id;
      this.customer = customer;
    }

    ObjectNode view() {
      return views.getLast();
    }

    String status() {
      return view().get("status").asString();
    }
  }

  final List<LogRecord> log = new ArrayList<>();
  final Map<String, Thing> things = new HashMap<>();
  private final Map<String, Outcome> answers = new HashMap<>();
  private final Map<Place, Long> ends = new HashMap<>();
  private final RandomGenerator random;
  private long term = 3;
  private int minted;

  MadeUpSystem(RandomGenerator random) {
    this.random = random;
    changeHands();
  }

  /// A new owner opens all shards.
  void changeHands() {
    term += 2;
    for (Resource resource : Resource.values()) {
      for (int shard = 0; shard < SHARDS; shard++) {
        log.add(new Marker(resource, shard, end(new Place(resource, shard)), term));
      }
    }
  }

  static int shard(String customer) {
    return Math.floorMod(customer.hashCode(), SHARDS);
  }

  List<Thing> of(String customer, Resource resource) {
    return things.values().stream()
        .filter(thing -> thing.customer.equals(customer) && thing.resource == resource)
        .sorted(Comparator.comparing(thing -> thing.id))
        .toList();
  }

  /// Decides once for each key, unless it refuses or has nothing to do.
  Outcome decide(String key, Intent intent, long at) {
    Outcome first = answers.get(key);
    if (first instanceof Outcome.Acknowledged told) {
      return new Outcome.Acknowledged(
          told.status(), told.body(), told.version(), told.token(), true);
    }
    Instant now = BEGAN.plusMillis(at);
    Thing user = things.get(intent.customer());
    Command command = intent.command();
    if (command == Command.REGISTER) {
      return user == null
          ? append(key, intent, new Thing(Resource.USER, intent.customer(), intent.customer()), now)
          : refused("username-taken");
    }
    if (user == null) {
      return new Outcome.Refused(404, "not-found", "no such user");
    }
    if (command.creating()) {
      String id = (command == Command.PLACE ? "order-" : "session-") + ++minted;
      return user.status().equals("active")
          ? append(key, intent, new Thing(command.resource(), id, intent.customer()), now)
          : refused("user-not-active");
    }
    Thing target = things.get(intent.target());
    if (target == null) {
      return new Outcome.Refused(404, "not-found", "no such thing");
    }
    if (Laws.isSo(command, target.status())) {
      return new Outcome.Acknowledged(
          200,
          "{\"version\":" + target.facts.size() + "}",
          target.facts.size(),
          token(target.facts.getLast()),
          false);
    }
    String against = Laws.against(command, target.view(), user.status());
    return against.isEmpty() ? append(key, intent, target, now) : refused(against);
  }

  private static Outcome refused(String code) {
    return new Outcome.Refused(409, code, "Expected otherwise");
  }

  private Outcome append(String key, Intent intent, Thing thing, Instant now) {
    things.put(thing.id, thing);
    int sequence = thing.facts.size() + 1;
    ObjectNode before = thing.views.isEmpty() ? MAPPER.createObjectNode() : thing.view();
    ObjectNode data = Laws.data(intent, thing, before, now);
    int shard = shard(thing.customer);
    var fact =
        new Fact(
            thing.resource,
            shard,
            end(new Place(thing.resource, shard)),
            thing.customer,
            intent.command().eventType(),
            thing.id,
            sequence,
            key,
            term,
            now,
            data.toString());
    log.add(fact);
    thing.facts.add(fact);
    thing.views.add(Laws.view(intent.command(), before, data, now, sequence));
    boolean created = intent.command().creating() || intent.command() == Command.REFUND;
    var answer =
        new Outcome.Acknowledged(
            created ? 201 : 200,
            Laws.answer(intent.command(), thing, data),
            sequence,
            token(fact),
            false);
    answers.put(key, answer);
    return answer;
  }

  /// Where the next record goes. Ends of transactions leave holes.
  private long end(Place place) {
    return ends.merge(place, 1L + random.nextInt(2), Long::sum);
  }

  static String token(Fact fact) {
    return ConsistencyToken.of(
            new Position(fact.resource().topic(), fact.partition(), fact.offset()))
        .encode();
  }
}
