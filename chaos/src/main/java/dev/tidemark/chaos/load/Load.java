package dev.tidemark.chaos.load;

import dev.tidemark.chaos.edge.Edge;
import dev.tidemark.chaos.history.Freshness;
import dev.tidemark.chaos.history.HistoryWriter;
import dev.tidemark.chaos.history.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// Customers and their clients, who begin things at a steady pace. A client whose command is in
/// doubt asks on until it knows; meanwhile others begin. When all clients are busy, nothing begins,
/// and that is counted.
public final class Load {
  private static final int CUSTOMERS = 400;
  private static final int HOT = 10;
  private static final int HOT_OF_100 = 35;
  private static final int WRITERS = 200;
  private static final int READERS = 100;
  private static final int PICKS_MAX = 5;
  private static final int TOGETHER_OF_100 = 6;
  private static final int TOGETHER_MAX = 16;
  private static final int READ_OWN_OF_100 = 25;
  private static final int STRONG_OF_100 = 12;
  private static final int TOKEN_OF_100 = 40;
  private static final int MANY_OF_100 = 10;

  private final Random random;
  private final Rate rate;
  private final Recorder recorder;
  private final Commands commands;
  private final Reads reads;
  private final List<Customer> customers;
  private final BlockingQueue<Client> writers;
  private final BlockingQueue<Client> readers;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Commands that were begun in one request with others, ahead of their time.
  private int ahead;

  /// @param run begins every key and every username
  /// @param now ns since the run began
  public Load(
      String run,
      long seed,
      Rate rate,
      Edge edge,
      Doors doors,
      HistoryWriter history,
      LongSupplier now,
      int shards,
      Successes successes,
      Tally tally) {
    this.random = new Random(seed);
    this.rate = rate;
    this.recorder = new Recorder(history, now, successes, tally);
    this.commands = new Commands(edge, doors, recorder, run);
    this.reads = new Reads(edge, doors, recorder);
    this.customers =
        IntStream.range(0, CUSTOMERS)
            .mapToObj(i -> new Customer("%s-customer-%d".formatted(run, i), shards))
            .toList();
    this.writers = clients(1, WRITERS);
    this.readers = clients(1 + WRITERS, READERS);
  }

  /// Returns when [#stop] was called and the last client has its answer, or has given up.
  public void run() throws InterruptedException {
    long start = recorder.now();
    long begun = 0;
    try (threads) {
      while (!stopping.await(dueIn(start, begun), TimeUnit.NANOSECONDS)) {
        begun++;
        beginOne();
      }
    }
  }

  /// Nothing more begins.
  public void stop() {
    stopping.countDown();
  }

  /// Asks again for every second command that is unknown; the others stay so.
  public void resolve() throws InterruptedException {
    var unknown = commands.unknown();
    for (int i = 0; i < unknown.size(); i += 2) {
      commands.resolve(unknown.get(i), random);
    }
  }

  private long dueIn(long start, long begun) {
    return start + begun * TimeUnit.SECONDS.toNanos(1) / rate.all() - recorder.now();
  }

  private void beginOne() {
    var own = new Random(random.nextLong());
    if (own.nextInt(rate.all()) >= rate.commands()) {
      begin(readers, client -> read(client, anyone(own), own));
    } else if (ahead > 0) {
      ahead--;
    } else if (own.nextInt(100) < TOGETHER_OF_100) {
      int count = 2 + own.nextInt(TOGETHER_MAX - 1);
      ahead += count - 1;
      begin(writers, client -> together(client, count, own));
    } else {
      begin(writers, client -> alone(client, own));
    }
  }

  private interface Doing {
    void by(Client client) throws InterruptedException;
  }

  private void begin(BlockingQueue<Client> idle, Doing doing) {
    var client = idle.poll();
    if (client == null) {
      recorder.count("not begun: all clients were busy");
      return;
    }
    threads.execute(() -> {
      try {
        doing.by(client);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        idle.add(client);
      }
    });
  }

  private void alone(Client client, Random own) throws InterruptedException {
    for (int pick = 1; pick <= PICKS_MAX; pick++) {
      var customer = anyone(own);
      if (customer.beginTurn()) {
        try {
          var operation = commands.begin(client, customer, Wishes.next(customer, own));
          commands.perform(operation, own);
        } finally {
          customer.endTurn();
        }
        if (own.nextInt(100) < READ_OWN_OF_100) {
          readOwn(client, customer, own);
        }
        return;
      }
    }
    recorder.count("not begun: customers were busy");
  }

  private void together(Client client, int count, Random own) throws InterruptedException {
    var busy = new ArrayList<Customer>();
    var operations = new ArrayList<Operation>();
    try {
      for (int i = 0; i < count; i++) {
        var customer = customers.get(own.nextInt(CUSTOMERS));
        if (customer.beginTurn()) {
          busy.add(customer);
          operations.add(commands.begin(client, customer, Wishes.next(customer, own)));
        }
      }
      if (!operations.isEmpty()) {
        commands.performTogether(operations, own);
      }
    } finally {
      busy.forEach(Customer::endTurn);
    }
  }

  private void read(Client client, Customer customer, Random own) {
    int dice = own.nextInt(100);
    if (dice < MANY_OF_100) {
      reads.many(client, customer, own);
      return;
    }
    var freshness =
        dice < MANY_OF_100 + STRONG_OF_100
            ? Freshness.STRONG
            : dice < MANY_OF_100 + STRONG_OF_100 + TOKEN_OF_100 ? Freshness.TOKEN : Freshness.PLAIN;
    if (freshness == Freshness.TOKEN && own.nextBoolean()) {
      // The customer has told this client of their last command.
      client.saw(customer.token());
    }
    any(client, customer, freshness, own);
  }

  private void readOwn(Client client, Customer customer, Random own) {
    any(client, customer, Freshness.TOKEN, own);
  }

  private void any(Client client, Customer customer, Freshness freshness, Random own) {
    int dice = own.nextInt(10);
    var session = customer.session(own);
    var order = customer.order(own, List.of(Placed.Stage.values()));
    if (dice < 5 && order != null) {
      reads.one(client, customer, Resource.ORDER, order.id(), freshness, own);
    } else if (dice < 7 && session != null) {
      reads.one(client, customer, Resource.SESSION, session, freshness, own);
    } else {
      reads.one(client, customer, Resource.USER, customer.username(), freshness, own);
    }
  }

  private Customer anyone(Random own) {
    return own.nextInt(100) < HOT_OF_100
        ? customers.get(own.nextInt(HOT))
        : customers.get(own.nextInt(CUSTOMERS));
  }

  private static BlockingQueue<Client> clients(int from, int count) {
    var clients = new ArrayBlockingQueue<Client>(count);
    IntStream.range(from, from + count).forEach(number -> clients.add(new Client(number)));
    return clients;
  }
}
