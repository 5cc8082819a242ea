package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.checker.MadeUpSystem.Thing;
import dev.tidemark.chaos.checker.Stores.Sale;
import dev.tidemark.chaos.checker.Stores.Stored;
import dev.tidemark.chaos.checker.Stores.TimelineRow;
import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Freshness;
import dev.tidemark.chaos.history.HistoryEntry;
import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.HistoryEntry.Begun;
import dev.tidemark.chaos.history.HistoryEntry.Invoked;
import dev.tidemark.chaos.history.HistoryEntry.Quiet;
import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.history.Outcome;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.history.Seen;
import dev.tidemark.chaos.log.CommittedLog;
import dev.tidemark.chaos.log.LogRecord;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.View;
import dev.tidemark.events.consistency.ConsistencyToken;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A run of a system that keeps its promises, under clients that lose answers and ask again. Each
/// thing takes effect at a moment of its own, between when it was sent and when it was answered, so
/// those of different customers overlap.
final class MadeUpRun {
  private static final int CUSTOMERS = 6;
  private static final int STEP = 10;
  private static final int STRETCH = 45;
  private static final String PLACE =
      """
      {"currency":"GBP","country":"Malta","lines":[{"sku":"tea","quantity":5,"unitPrice":"2.50"}]}\
      """;

  final List<HistoryEntry> entries = new ArrayList<>();
  final List<LogRecord> log;
  final MadeUpStores stores = new MadeUpStores();

  private final RandomGenerator random;
  private final MadeUpSystem system;
  private final Map<String, Long> freeFrom = new HashMap<>();
  private final Map<String, ConsistencyToken> tokens = new HashMap<>();
  private long now;
  private long operations;
  private long reads;

  private MadeUpRun(long seed) {
    random = new SplittableRandom(seed);
    system = new MadeUpSystem(random);
    log = system.log;
  }

  static MadeUpRun of(long seed, int steps) {
    var run = new MadeUpRun(seed);
    run.entries.add(new Begun(seed, "2026-11-24T10:00:00Z", Map.of(), Map.of()));
    for (int step = 1; step <= steps; step++) {
      String customer = "customer-" + run.random.nextInt(CUSTOMERS);
      if (run.random.nextInt(40) == 0) {
        run.system.changeHands();
      } else if (run.random.nextInt(3) == 0) {
        run.read(customer);
      } else {
        run.command(customer);
      }
    }
    run.entries.sort(Comparator.comparingLong(MadeUpRun::writtenAt));
    run.entries.add(new Quiet(run.now + STRETCH));
    run.fill();
    return run;
  }

  Report judged() {
    return Checker.check(entries::forEach, CommittedLog.of(log), stores);
  }

  private static long writtenAt(HistoryEntry entry) {
    return switch (entry) {
      case Begun _ -> Long.MIN_VALUE;
      case Invoked invoked -> invoked.at();
      case Attempted attempted -> attempted.endedAt();
      case Read read -> read.endedAt();
      case HistoryEntry.FaultBegun fault -> fault.at();
      case HistoryEntry.FaultEnded fault -> fault.at();
      case Quiet quiet -> quiet.at();
    };
  }

  private void command(String customer) {
    Intent intent = intent(customer);
    long operation = ++operations;
    String key = "key-" + operation;
    boolean begun = false;
    int attempts = 1 + random.nextInt(3);
    for (int attempt = 1; attempt <= attempts; attempt++) {
      now += STEP;
      long sentAt =
          Math.max(freeFrom.getOrDefault(customer, 0L) + 1, now - random.nextInt(STRETCH));
      now = Math.max(now, sentAt + 1);
      if (!begun) {
        entries.add(new Invoked(operation, client(customer), key, intent, sentAt));
        begun = true;
      }
      boolean lostOnTheWay = random.nextInt(8) == 0;
      Outcome outcome = lostOnTheWay ? lost() : system.decide(key, intent, now);
      boolean lostOnTheWayBack = random.nextInt(8) == 0;
      long endedAt = now + 1 + random.nextInt(STRETCH);
      freeFrom.put(customer, endedAt);
      Outcome told = lostOnTheWayBack ? lost() : outcome;
      entries.add(new Attempted(operation, attempt, "command-1", sentAt, endedAt, told));
      if (told instanceof Outcome.Acknowledged acknowledged) {
        seen(customer, acknowledged.token());
      } else if (told instanceof Outcome.Refused) {
        return;
      }
    }
  }

  private static Outcome lost() {
    return new Outcome.Unknown("Expected an answer, but there was none");
  }

  private Intent intent(String customer) {
    Command command = Command.values()[random.nextInt(Command.values().length)];
    if (system.things.get(customer) == null && random.nextInt(4) > 0) {
      command = Command.REGISTER;
    }
    String target = customer;
    if (command.resource() != Resource.USER) {
      List<Thing> things = system.of(customer, command.resource());
      target =
          command.creating()
              ? null
              : things.isEmpty() ? "nothing" : things.get(random.nextInt(things.size())).id;
    }
    String body =
        switch (command) {
          case REGISTER -> "{\"displayName\":\"%s\",\"country\":\"Malta\"}".formatted(customer);
          case CHANGE_PROFILE -> "{\"email\":\"a%d@b.example\"}".formatted(operations);
          case PLACE -> PLACE;
          case SHIP -> "{\"carrier\":\"DHL\"}";
          case CANCEL, DEACTIVATE -> "{\"reason\":\"so\"}";
          case REFUND -> "{\"amount\":\"6.25\"}";
          case START -> "{\"ttlSeconds\":3600}";
          case REACTIVATE, TOUCH, END, PAY, DELIVER -> "{}";
        };
    return new Intent(command, customer, target, body, null);
  }

  private void read(String customer) {
    var resource = Resource.values()[random.nextInt(3)];
    List<Thing> things = system.of(customer, resource);
    var freshness = Freshness.values()[random.nextInt(3)];
    now += STEP;
    long begunAt = Math.max(freeFrom.getOrDefault(customer, 0L) + 1, now - random.nextInt(STRETCH));
    now = Math.max(now, begunAt + 1);
    ConsistencyToken token = tokens.getOrDefault(customer, ConsistencyToken.EMPTY);
    String carried = freshness == Freshness.TOKEN && !token.isEmpty() ? token.encode() : "";
    String id = things.isEmpty() ? "nothing" : things.get(random.nextInt(things.size())).id;
    Seen seen =
        things.isEmpty()
            ? new Seen.Absent(carried, "postgres")
            : shown(system.things.get(id), freshness, carried);
    long endedAt = now + 1 + random.nextInt(STRETCH);
    freeFrom.put(customer, endedAt);
    entries.add(
        new Read(
            ++reads,
            client(customer),
            freshness,
            resource,
            id,
            carried,
            "query-1",
            begunAt,
            endedAt,
            seen));
    if (seen instanceof Seen.State state) {
      seen(customer, state.token());
    }
  }

  /// Any version that the freshness allows.
  private Seen shown(Thing thing, Freshness freshness, String carried) {
    int newest = thing.facts.size();
    Fact any = thing.facts.getFirst();
    var offset = Tokens.offset(carried, thing.resource, any.partition());
    int needed =
        (int)
            thing.facts.stream()
                .filter(fact -> offset.isPresent() && fact.offset() <= offset.getAsLong())
                .count();
    int oldest = freshness == Freshness.STRONG ? newest : needed;
    int version = oldest + random.nextInt(newest - oldest + 1);
    if (version == 0) {
      return new Seen.Absent(carried, "redis");
    }
    var brought = carried.isEmpty() ? ConsistencyToken.EMPTY : ConsistencyToken.decode(carried);
    var reflected =
        ConsistencyToken.decode(MadeUpSystem.token(thing.facts.get(version - 1))).merge(brought);
    return new Seen.State(
        version, thing.views.get(version - 1).toString(), reflected.encode(), "redis");
  }

  private void seen(String customer, String token) {
    tokens.merge(customer, ConsistencyToken.decode(token), ConsistencyToken::merge);
  }

  private static int client(String customer) {
    return customer.charAt(customer.length() - 1) - '0';
  }

  private void fill() {
    for (Thing thing : system.things.values()) {
      var view = View.ofJson(thing.view());
      var stored = new Stored(thing.resource, thing.id, thing.facts.getLast().offset(), view, "");
      stores.rows.add(stored);
      if (random.nextBoolean()) {
        stores.cached.add(stored);
      }
      for (Fact fact : thing.facts) {
        stores.timeline.add(
            new TimelineRow(
                fact.resource(),
                fact.partition(),
                fact.offset(),
                fact.id(),
                fact.sequence(),
                fact.type(),
                fact.customer(),
                fact.key(),
                fact.data()));
      }
    }
    for (int number = 0; number < CUSTOMERS; number++) {
      List<Thing> orders = system.of("customer-" + number, Resource.ORDER);
      BigDecimal refunded =
          orders.stream()
              .map(order -> new BigDecimal(order.view().get("refunded").asString()))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      if (!orders.isEmpty()) {
        stores.sales.add(
            new Sale(
                "Malta",
                "2026-11",
                "customer-" + number,
                "GBP",
                orders.size(),
                5L * orders.size(),
                new BigDecimal("12.50").multiply(new BigDecimal(orders.size())),
                refunded));
      }
    }
  }
}
