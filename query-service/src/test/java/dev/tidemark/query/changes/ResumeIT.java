package dev.tidemark.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.query.changes.EventStream.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Streams that break off and are taken up again: nothing is missing, nothing comes twice.
class ResumeIT {
  private static final int CUSTOMERS = 6;
  private static final int TRANSACTIONS = 300;

  private static String kafka;
  private static TestLog log;
  private RunningChanges running;

  @BeforeAll
  static void start() throws Exception {
    kafka = LocalStack.shared().kafka().bootstrapServers();
    TestLog.createTopics(kafka);
    log = new TestLog(kafka, "resume");
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @Test
  void whoComesBackMissesNothingAndGetsNothingTwice() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var customers = IntStream.range(0, CUSTOMERS).mapToObj(i -> new Customer("back-" + i)).toList();
    restart();
    try (var executor = Executors.newSingleThreadExecutor();
        EventStream first = running.open("")) {
      // The id that a stream tells at its beginning is enough to come back to.
      assertThat(first.line()).startsWith("retry: ");
      assertThat(first.line()).startsWith("id: ");
      String id = first.lastId();
      var written = executor.submit(writing(customers, seed));
      var seen = new ArrayList<String>();
      int all = CUSTOMERS * TRANSACTIONS;
      int visits = 0;
      while (seen.size() < all) {
        if (visits % 5 == 4) {
          restart();
        }
        visits++;
        try (EventStream stream =
            visits % 2 == 0
                ? running.open("?after=" + id)
                : running.open("?after=AQ", "Last-Event-ID", id)) {
          int count = Math.min(all - seen.size(), 1 + random.nextInt(200));
          stream.next(count).forEach(sent -> seen.add(sent.text("id")));
          id = stream.lastId();
        }
      }
      written.get();
      for (Customer customer : customers) {
        assertThat(seen.stream().filter(one -> one.startsWith(customer.name() + ":")))
            .as("customer %s, seed %d", customer.name(), seed)
            .containsExactlyElementsOf(
                LongStream.rangeClosed(1, TRANSACTIONS)
                    .mapToObj(sequence -> customer.name() + ":" + sequence)
                    .toList());
      }
      assertThat(seen).hasSize(all);
    } finally {
      running.close();
    }
  }

  @Test
  void theTokenOfACommandTellsWhatFollowsIt() throws Exception {
    var cleo = new Customer("cleo");
    var order = cleo.newOrder();
    log.write(cleo.registers());
    log.write(cleo.places(order));
    restart();
    try (EventStream all = running.open("?after=AQ&username=cleo");
        EventStream live = running.open("?order=" + order)) {
      assertThat(all.next(2))
          .extracting(Sent::event)
          .containsExactlyInAnyOrder("user.registered.v1", "order.placed.v1");
      log.write(cleo.pays(order));
      String afterPaid = live.next().id();
      log.write(cleo.pays(order));
      try (EventStream resumed = running.open("?order=" + order + "&after=" + afterPaid)) {
        assertThat(resumed.next().text("sequence")).isEqualTo("3");
      }
      assertThat(all.next(2)).extracting(sent -> sent.text("sequence")).containsExactly("2", "3");
    } finally {
      running.close();
    }
  }

  @Test
  void whoHasSeenAllOfThePastIsToldSoAtOnce() throws Exception {
    var eve = new Customer("eve");
    restart();
    try (EventStream live = running.open("?username=eve")) {
      log.write(eve.registers());
      live.next();
    }
    try (EventStream stream = running.open("?topic=users&username=eve&after=AQ")) {
      assertThat(stream.next().text("id")).isEqualTo("eve:1");
      String line = stream.line();
      // Heartbeats come as often as here only because the test wants them.
      for (int lines = 0; !line.equals(": caught-up"); lines++) {
        assertThat(lines).isLessThan(100);
        assertThat(line).matches(":||id: .*");
        line = stream.line();
      }
      assertThat(stream.line()).isEqualTo("id: " + stream.lastId());
    }
  }

  @Test
  void aQuietStreamIsToldHowFarItHasCome() throws Exception {
    var dora = new Customer("dora");
    var quiet =
        new Customer(
            "quiet-"
                + IntStream.range(0, 1_000)
                    .filter(i -> sameShard(dora, i))
                    .findFirst()
                    .orElseThrow());
    restart();
    try (EventStream stream = running.open("?username=" + quiet.name())) {
      assertThat(stream.line()).startsWith("retry: ");
      assertThat(stream.line()).startsWith("id: ");
      String before = stream.lastId();
      log.write(dora.registers());
      while (stream.lastId().equals(before)) {
        assertThat(stream.line()).doesNotStartWith("event");
      }
      String users = "?topic=users&username=dora&after=" + stream.lastId();
      try (EventStream resumed = running.open(users)) {
        log.write(dora.moves());
        assertThat(resumed.next().text("id")).isEqualTo("dora:2");
      }
    } finally {
      running.close();
    }
  }

  private static boolean sameShard(Customer one, int number) {
    return TestLog.shard(new Customer("quiet-" + number).name()) == TestLog.shard(one.name());
  }

  /// Each transaction has one event of each customer; now and then one is aborted first.
  private static Callable<Void> writing(List<Customer> customers, long seed) {
    var random = new Random(seed);
    return () -> {
      for (int i = 0; i < TRANSACTIONS; i++) {
        if (random.nextInt(10) == 0) {
          log.begin(new Customer("never").registers(), new Customer("back-0").moves());
          log.abort();
        }
        log.write(
            customers.stream()
                .map(i == 0 ? Customer::registers : Customer::moves)
                .toArray(Envelope[]::new));
      }
      return null;
    };
  }

  private void restart() throws Exception {
    if (running != null) {
      running.close();
    }
    running =
        RunningChanges.following(
            kafka,
            // So small that the way from the past to the present is taken under load.
            Map.of("QUERY_CHANGES_WAITING_MAX", "200", "QUERY_CHANGES_HEARTBEAT", "100ms"));
  }
}
