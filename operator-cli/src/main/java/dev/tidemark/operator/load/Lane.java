package dev.tidemark.operator.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Delivers the steps of some customers, each customer's in order: one request at a time, made of
/// what is ready of as many customers as fit. A step that was not decided simply is ready again,
/// and a server that decided nothing of a request is left for the next one.
final class Lane {
  private static final int COMMANDS_MAX = 1_000;

  /// A system that has just started, or is in trouble, decides small requests in time.
  private static final int COMMANDS_AT_FIRST = 60;

  private static final int REQUEST_CHARS_MAX = 4 << 20;
  private static final long WAIT_MS_MIN = 50;
  private static final int WAIT_DOUBLINGS_MAX = 5;

  private final BulkClient client;
  private final Tally tally;
  private final Pace pace;
  private final Duration giveUpAfter;
  private final CountDownLatch abandoned;
  private final Deque<CustomerSteps> customers;
  private int server;
  private int commandsMax = COMMANDS_AT_FIRST;

  /// @param server with which to begin, of those that the client has
  /// @param giveUpAfter how long to try without a single decision
  /// @param abandoned counted down when another lane has failed
  Lane(
      BulkClient client,
      int server,
      Tally tally,
      Pace pace,
      Duration giveUpAfter,
      CountDownLatch abandoned,
      List<CustomerSteps> customers) {
    this.client = client;
    this.server = server;
    this.tally = tally;
    this.pace = pace;
    this.giveUpAfter = giveUpAfter;
    this.abandoned = abandoned;
    this.customers = new ArrayDeque<>(customers);
  }

  /// Returns when all is decided, or when the load was abandoned.
  ///
  /// @throws IllegalStateException if nothing was decided for too long
  void run() throws InterruptedException {
    int attempt = 0;
    long lastDecision = System.nanoTime();
    while (!customers.isEmpty() && abandoned.getCount() > 0) {
      var lines = nextRequest();
      pace.await(lines.size());
      var reply = client.post(server, lines);
      tally.covers(reply.token());
      int decided = settle(lines, reply.answers());
      if (decided > 0) {
        lastDecision = System.nanoTime();
      } else {
        server++;
      }
      attempt = decided == lines.size() ? 0 : decided > 0 ? 1 : attempt + 1;
      commandsMax = attempt == 0 ? Math.min(COMMANDS_MAX, 2 * commandsMax) : COMMANDS_AT_FIRST;
      if (attempt > 0) {
        requireTimeLeft(lastDecision);
        long waitMs = WAIT_MS_MIN << Math.min(attempt - 1, WAIT_DOUBLINGS_MAX);
        abandoned.await(waitMs, TimeUnit.MILLISECONDS);
      }
    }
  }

  private List<BulkLine> nextRequest() {
    var request = new ArrayList<BulkLine>();
    int linesMax = Math.min(commandsMax, pace.linesMax());
    int chars = 0;
    for (var customer : customers) {
      for (var line : customer.ready()) {
        boolean fits =
            request.size() < linesMax && chars + line.json().length() < REQUEST_CHARS_MAX;
        if (!fits && !request.isEmpty()) {
          return request;
        }
        request.add(line);
        chars += line.json().length();
      }
    }
    return request;
  }

  /// @return how many are decided
  private int settle(List<BulkLine> lines, List<Answer> answers) {
    int decided = 0;
    var served = new LinkedHashSet<CustomerSteps>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      served.add(line.customer());
      decided += settle(line, answers.get(i)) ? 1 : 0;
    }
    customers.removeAll(served);
    served.stream().filter(customer -> !customer.isDone()).forEach(customers::addLast);
    return decided;
  }

  private boolean settle(BulkLine line, Answer answer) {
    return switch (answer) {
      case Answer.Applied applied -> {
        line.customer().applied(line.step(), applied.orderId());
        tally.applied(line.step(), applied.replayed());
        yield true;
      }
      case Answer.Refused refused -> {
        tally.refused(line.step(), refused.code(), refused.detail());
        for (var lost : line.customer().refused(line.step())) {
          tally.refused(lost, "order-not-placed", "Its order was refused: " + refused.detail());
        }
        yield true;
      }
      case Answer.Undecided undecided -> {
        tally.undecided(undecided.why());
        yield false;
      }
    };
  }

  private void requireTimeLeft(long lastDecision) {
    var silence = Duration.ofNanos(System.nanoTime() - lastDecision);
    if (silence.compareTo(giveUpAfter) > 0) {
      throw new IllegalStateException(
          "Expected a decision within %d s, but there was none: %s"
              .formatted(giveUpAfter.toSeconds(), tally.progress().trouble()));
    }
  }
}
