package dev.tidemark.chaos.load;

import dev.tidemark.chaos.edge.Call;
import dev.tidemark.chaos.edge.Edge;
import dev.tidemark.chaos.edge.Purpose;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.history.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Commands, until their clients are told clearly or give up. Asked again under the same key, of
/// any instance.
final class Commands {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(40);
  private static final int ATTEMPTS_MAX = 40;
  private static final long AGAIN_MS_MIN = 100;
  private static final long AGAIN_MS_MAX = 2_000;
  private static final int TWICE_AT_ONCE_OF_100 = 3;
  private static final int ONCE_MORE_OF_100 = 5;

  private final Edge edge;
  private final Doors doors;
  private final Recorder recorder;
  private final String run;
  private final Queue<Operation> unknown = new ConcurrentLinkedQueue<>();

  /// @param run begins every key, so that no other run has the same
  Commands(Edge edge, Doors doors, Recorder recorder, String run) {
    this.edge = edge;
    this.doors = doors;
    this.recorder = recorder;
    this.run = run;
  }

  Operation begin(Client client, Customer customer, Intent intent) {
    long number = recorder.nextOperation();
    var operation =
        new Operation(number, client, customer, intent, run + "-" + number, new AtomicInteger());
    recorder.invoked(operation);
    return operation;
  }

  /// One command by itself.
  void perform(Operation operation, Random random) throws InterruptedException {
    if (random.nextInt(100) < TWICE_AT_ONCE_OF_100) {
      var instance = doors.anyForCommands(random);
      var twin = Thread.ofVirtual().start(() -> attempt(operation, instance));
      insist(List.of(operation), random);
      twin.join();
    } else {
      insist(List.of(operation), random);
    }
    if (random.nextInt(100) < ONCE_MORE_OF_100) {
      attempt(operation, doors.anyForCommands(random));
    }
  }

  /// Several in one request.
  void performTogether(List<Operation> operations, Random random) throws InterruptedException {
    insist(operations, random);
  }

  /// What nobody knows whether it was done, so far.
  List<Operation> unknown() {
    return List.copyOf(unknown);
  }

  /// Asks again for what is unknown.
  void resolve(Operation operation, Random random) throws InterruptedException {
    unknown.remove(operation);
    insist(List.of(operation), random);
  }

  private void insist(List<Operation> operations, Random random) throws InterruptedException {
    long deadline = recorder.now() + GIVEN_UP_AFTER.toNanos();
    long pauseMs = AGAIN_MS_MIN;
    var left = operations;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX && recorder.now() < deadline; attempt++) {
      var instance = doors.anyForCommands(random);
      left =
          operations.size() == 1
              ? undecided(left, List.of(attempt(left.getFirst(), instance)))
              : undecided(left, attemptTogether(left, instance));
      if (left.isEmpty()) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMs + random.nextLong(pauseMs)));
      pauseMs = Math.min(2 * pauseMs, AGAIN_MS_MAX);
    }
    unknown.addAll(left);
    left.forEach(_ -> recorder.ended("given up, unknown"));
  }

  private List<Operation> undecided(List<Operation> asked, List<Outcome> outcomes) {
    var left = new ArrayList<Operation>();
    for (int i = 0; i < asked.size(); i++) {
      switch (outcomes.get(i)) {
        case Outcome.Acknowledged _ -> recorder.ended("done");
        case Outcome.Refused _ -> recorder.ended("refused");
        case Outcome.Unknown _ -> left.add(asked.get(i));
      }
    }
    return left;
  }

  private Outcome attempt(Operation operation, String instance) {
    int attempt = operation.nextAttempt();
    var intent = operation.intent();
    long sentAt = recorder.now();
    Outcome outcome;
    try {
      var call =
          new Call(
              new Purpose.Single(operation.number(), attempt, intent.command()),
              Wire.method(intent.command()),
              doors.command(instance, Wire.path(intent)),
              Wire.headers(operation.key(), intent),
              Wire.body(intent),
              PATIENCE);
      outcome = Wire.outcome(edge.exchange(call));
    } catch (IOException e) {
      outcome = new Outcome.Unknown(String.valueOf(e.getMessage()));
    }
    told(operation, attempt, instance, sentAt, outcome);
    return outcome;
  }

  private List<Outcome> attemptTogether(List<Operation> operations, String instance) {
    var lines = new ArrayList<Purpose.Single>();
    for (var operation : operations) {
      lines.add(
          new Purpose.Single(
              operation.number(), operation.nextAttempt(), operation.intent().command()));
    }
    long sentAt = recorder.now();
    var outcomes = exchange(operations, lines, instance);
    for (int i = 0; i < operations.size(); i++) {
      told(operations.get(i), lines.get(i).attempt(), instance, sentAt, outcomes.get(i));
    }
    return outcomes;
  }

  private List<Outcome> exchange(
      List<Operation> operations, List<Purpose.Single> lines, String instance) {
    var body =
        operations.stream()
            .map(operation -> Wire.line(operation.key(), operation.intent()) + "\n")
            .collect(Collectors.joining());
    try {
      var answer =
          edge.exchange(
              new Call(
                  new Purpose.Bulk(lines),
                  "POST",
                  doors.command(instance, "/v1/commands"),
                  Map.of("content-type", "application/x-ndjson"),
                  body,
                  PATIENCE.multipliedBy(2)));
      if (answer.status() != 200) {
        var all = Wire.outcome(answer);
        return operations.stream().map(_ -> all).toList();
      }
      var told = answer.body().lines().map(Wire::json).toList();
      return operations.stream()
          .map(operation -> line(told, operations.indexOf(operation)))
          .toList();
    } catch (IOException e) {
      Outcome all = new Outcome.Unknown(String.valueOf(e.getMessage()));
      return operations.stream().map(_ -> all).toList();
    }
  }

  private static Outcome line(List<JsonNode> told, int at) {
    return at < told.size() && told.get(at).path("line").asInt() == at + 1
        ? Wire.outcome(told.get(at))
        : new Outcome.Unknown("the answer has no line " + (at + 1));
  }

  private void told(
      Operation operation, int attempt, String instance, long sentAt, Outcome outcome) {
    recorder.attempted(operation, attempt, instance, sentAt, outcome);
    var customer = operation.customer();
    switch (outcome) {
      case Outcome.Acknowledged done -> {
        var target = Wire.target(operation.intent(), done);
        customer.acknowledged(operation.intent(), target, done.version(), done.token());
        operation.client().saw(done.token());
      }
      case Outcome.Refused(_, var code, _) -> customer.refused(operation.intent(), code);
      case Outcome.Unknown _ -> {}
    }
  }
}
