package dev.tidemark.chaos;

import dev.tidemark.chaos.checker.Report;
import dev.tidemark.chaos.edge.Edge;
import dev.tidemark.chaos.faults.Injected;
import dev.tidemark.chaos.faults.Injector;
import dev.tidemark.chaos.faults.Schedule;
import dev.tidemark.chaos.faults.Targets;
import dev.tidemark.chaos.history.HistoryEntry;
import dev.tidemark.chaos.history.HistoryFile;
import dev.tidemark.chaos.history.HistoryWriter;
import dev.tidemark.chaos.load.Doors;
import dev.tidemark.chaos.load.HttpEdge;
import dev.tidemark.chaos.load.Load;
import dev.tidemark.chaos.load.Successes;
import dev.tidemark.chaos.load.Tally;
import dev.tidemark.chaos.observed.Addresses;
import dev.tidemark.chaos.observed.Judge;
import dev.tidemark.chaos.system.ChaosSystem;
import dev.tidemark.localstack.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One run: starts everything, lets load and faults at it, waits for quiet, and judges.
final class ChaosRun {
  static final String HISTORY = "history.ndjson";

  private static final Duration SAID_EVERY = Duration.ofSeconds(15);

  private final RunSettings settings;
  private final DataDirectory directory;
  private final Consumer<String> progress;
  private final Meddling meddling;
  private final CountDownLatch cut = new CountDownLatch(1);
  private final Tally tally = new Tally();
  private final Successes successes = new Successes(ChaosSystem.SHARDS);

  /// @param progress is told in lines how far it is
  ChaosRun(
      RunSettings settings, DataDirectory directory, Consumer<String> progress, Meddling meddling) {
    this.settings = settings;
    this.directory = directory;
    this.progress = progress;
    this.meddling = meddling;
  }

  /// Load and faults end at once; what was recorded is judged all the same.
  void cutShort() {
    cut.countDown();
  }

  /// @param startedAt UTC, ISO 8601
  RunReport run(String startedAt) throws IOException, InterruptedException {
    Path file = directory.of(HISTORY);
    Files.createDirectories(directory.root());
    progress.accept("Starting everything in " + directory.root() + " …");
    try (var system = new ChaosSystem(directory).start();
        var history = HistoryWriter.create(file)) {
      long origin = System.nanoTime();
      var injector = new Injector(system, history, () -> System.nanoTime() - origin);
      history.write(
          new HistoryEntry.Begun(
              settings.seed(),
              startedAt,
              Map.of("rate", settings.rate().toString(), "length", settings.length().toString()),
              Machine.described()));
      try (injector;
          var edge = new HttpEdge()) {
        var load = load(meddling.edge().apply(edge), system, history, origin);
        long end = underFire(system, injector, load, origin);
        var quiet = new Quiet(system);
        progress.accept("Waiting until everything is ready and has caught up …");
        quiet.awaitReady();
        load.resolve();
        quiet.awaitCaughtUp();
        history.write(new HistoryEntry.Quiet(System.nanoTime() - origin));
        return judged(system, injector, quiet, end);
      }
    }
  }

  private Load load(Edge edge, ChaosSystem system, HistoryWriter history, long origin) {
    return new Load(
        settings.name(),
        settings.seed(),
        settings.rate(),
        edge,
        new Doors(system.forCommands(), system.forQueries()),
        history,
        () -> System.nanoTime() - origin,
        ChaosSystem.SHARDS,
        successes,
        tally);
  }

  /// @return when the load ended, in ns since the run began
  private long underFire(ChaosSystem system, Injector injector, Load load, long origin)
      throws InterruptedException {
    var schedule =
        settings.faults()
            ? Schedule.of(settings.seed(), settings.length(), Targets.of(system))
            : Schedule.NONE;
    var clients = Thread.ofVirtual().name("load").start(() -> interruptibly(load::run));
    var faults =
        Thread.ofVirtual().name("faults").start(() -> interruptibly(() -> injector.run(schedule)));
    long end = settings.length().toNanos();
    boolean cutNow = false;
    while (!cutNow && System.nanoTime() - origin < end) {
      long left = Math.min(end - (System.nanoTime() - origin), SAID_EVERY.toNanos());
      cutNow = cut.await(left, TimeUnit.NANOSECONDS);
      progress.accept(said(schedule, injector.injected(), System.nanoTime() - origin));
    }
    long ended = System.nanoTime() - origin;
    injector.stop();
    faults.join();
    progress.accept("Undoing what is left of the faults, and letting the clients finish …");
    load.stop();
    injector.awaitUndone();
    clients.join();
    return ended;
  }

  private String said(Schedule schedule, List<Injected> injected, long now) {
    return "%,d of %,d s: %,d of %,d faults are over; %,d commands done, %,d refused, %,d given up"
        .formatted(
            TimeUnit.NANOSECONDS.toSeconds(now),
            settings.length().toSeconds(),
            injected.size(),
            schedule.faults().size(),
            tally.of("commands done"),
            tally.of("commands refused"),
            tally.of("commands given up, unknown"));
  }

  private RunReport judged(ChaosSystem system, Injector injector, Quiet quiet, long end) {
    progress.accept("Judging …");
    var verification = settings.verified() ? quiet.verification() : null;
    var addresses = addresses(system);
    meddling.afterQuiet().accept(addresses);
    Report judged = Judge.judge(new HistoryFile(directory.of(HISTORY)), addresses);
    return new RunReport(
        settings,
        TimeUnit.NANOSECONDS.toSeconds(end),
        cut.getCount() == 0,
        Machine.described(),
        system.extras().missing(),
        Unavailability.byKind(injector.injected(), successes, end),
        Unavailability.byTarget(injector.injected(), successes),
        injector.died(),
        tally.all(),
        verification,
        judged,
        directory.root().toString());
  }

  private static Addresses addresses(ChaosSystem system) {
    var postgres = system.postgres();
    return new Addresses(
        system.kafka().bootstrapServers(),
        postgres.jdbcUrl(),
        postgres.user(),
        postgres.password(),
        system.redis().primary().url());
  }

  private interface Doing {
    void act() throws InterruptedException;
  }

  private static void interruptibly(Doing doing) {
    try {
      doing.act();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
