package dev.tidemark.command.shard;

import dev.tidemark.command.store.StoreDamagedException;
import dev.tidemark.runtime.metrics.Buckets;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// What is measured of the shards of this process: of their groups all together, since those differ
/// by load and not by shard; of each shard what it is, asked for when somebody wants to know.
public final class ShardMeters {
  private static final String TRANSACTIONS = "tidemark.transactions";
  private static final String IN_DOUBT = "tidemark.commands.in.doubt";
  private static final String TROUBLES = "tidemark.shard.troubles";

  private final MeterRegistry registry;
  private final DistributionSummary groupCommands;
  private final DistributionSummary groupBytes;
  private final DistributionSummary groupEvents;
  private final Timer deciding;
  private final Timer committing;
  private final Timer opening;
  private final Counter committed;
  private final Counter notCommitted;
  private final Counter foundInLog;
  private final Counter decidedAnew;
  private final Counter leftToOthers;
  private final Counter overtaken;
  private final Counter logFailed;
  private final Counter storeDamaged;
  private final Counter unexpected;

  public ShardMeters(Metrics metrics) {
    registry = metrics.registry();
    groupCommands = summary("tidemark.group.commands", "Commands decided together");
    groupEvents = summary("tidemark.group.events", "Events committed in one transaction");
    groupBytes =
        DistributionSummary.builder("tidemark.group.bytes")
            .description("Memory of the commands decided together")
            .serviceLevelObjectives(1e3, 1e4, 1e5, 1e6, 4e6)
            .register(registry);
    deciding = timer("tidemark.group.decide", "How long deciding a group took");
    committing = timer("tidemark.group.commit", "How long committing the events of a group took");
    opening = timer("tidemark.shard.opening", "How long opening a shard took, with its replay");
    String ofTransactions = "Transactions that were begun to append events, by what became of them";
    committed = counter(TRANSACTIONS, ofTransactions, "result", "committed");
    notCommitted = counter(TRANSACTIONS, ofTransactions, "result", "in_doubt");
    String ofDoubts = "Commands whose commit was in doubt, by what the log told of them";
    foundInLog = counter(IN_DOUBT, ofDoubts, "resolution", "committed");
    decidedAnew = counter(IN_DOUBT, ofDoubts, "resolution", "decided_anew");
    leftToOthers = counter(IN_DOUBT, ofDoubts, "resolution", "left_to_next_owner");
    String ofTroubles = "What made owners open their shard again, by cause";
    overtaken = counter(TROUBLES, ofTroubles, "cause", "overtaken");
    logFailed = counter(TROUBLES, ofTroubles, "cause", "log_failed");
    storeDamaged = counter(TROUBLES, ofTroubles, "cause", "store_damaged");
    unexpected = counter(TROUBLES, ofTroubles, "cause", "unexpected");
  }

  /// The gauges of one shard.
  void watch(int number, Shard shard) {
    for (ShardState state : ShardState.values()) {
      gauge("tidemark.shard.state", shard, its -> its.status().state() == state ? 1 : 0)
          .description("1 for the state in which the shard is here, else 0")
          .tag("shard", Integer.toString(number))
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    gauge(number, shard, "term", its -> its.status().term())
        .description("The term in which this instance opened the shard last; -1 if it never did")
        .register(registry);
    gauge(number, shard, "wanted", its -> its.status().wanted() ? 1 : 0)
        .description("1 if the shard is assigned to this instance, else 0")
        .register(registry);
    gauge(number, shard, "replay.left.records", its -> its.status().left())
        .description("Records of the log that the state here still lacks, at most")
        .register(registry);
    gauge(number, shard, "inbox.commands", Shard::waiting)
        .description("Commands that wait to be decided")
        .register(registry);
    gauge(number, shard, "inbox.bytes", Shard::waitingBytes)
        .description("Memory of the commands that wait to be decided")
        .register(registry);
    gauge(number, shard, "inbox.oldest.wait.seconds", its -> its.oldestWait().toMillis() / 1e3)
        .description("How long the first of them has waited")
        .register(registry);
  }

  /// A group is decided, and not committed yet.
  void decided(List<Pending> group, long tookNanos) {
    if (group.isEmpty()) {
      return;
    }
    double bytes = 0;
    for (Pending pending : group) {
      bytes += pending.request().bytes();
    }
    groupCommands.record(group.size());
    groupBytes.record(bytes);
    deciding.record(tookNanos, TimeUnit.NANOSECONDS);
  }

  void committed(int events, long tookNanos) {
    committed.increment();
    groupEvents.record(events);
    committing.record(tookNanos, TimeUnit.NANOSECONDS);
  }

  /// As far as is known.
  void notCommitted() {
    notCommitted.increment();
  }

  void opened(long tookNanos) {
    opening.record(tookNanos, TimeUnit.NANOSECONDS);
  }

  /// These were in doubt, and have been told the truth.
  void resolved(List<Pending> inDoubt) {
    for (Pending pending : inDoubt) {
      (pending.isRepeated() ? foundInLog : decidedAnew).increment();
    }
  }

  /// So many were in doubt when the shard was given up.
  void leftInDoubt(int commands) {
    leftToOthers.increment(commands);
  }

  void troubled(Exception trouble) {
    Counter cause =
        switch (trouble) {
          case OvertakenException _ -> overtaken;
          case LogFailedException _ -> logFailed;
          case StoreDamagedException _ -> storeDamaged;
          case Exception _ -> unexpected;
        };
    cause.increment();
  }

  private DistributionSummary summary(String name, String meaning) {
    return DistributionSummary.builder(name)
        .description(meaning)
        .serviceLevelObjectives(Buckets.sizes())
        .register(registry);
  }

  private Timer timer(String name, String meaning) {
    return Timer.builder(name)
        .description(meaning)
        .serviceLevelObjectives(Buckets.latencies())
        .register(registry);
  }

  private Counter counter(String name, String meaning, String label, String value) {
    return Counter.builder(name).description(meaning).tag(label, value).register(registry);
  }

  private static Gauge.Builder<Shard> gauge(
      int number, Shard shard, String of, ToDoubleFunction<Shard> value) {
    return gauge("tidemark.shard." + of, shard, value).tag("shard", Integer.toString(number));
  }

  private static Gauge.Builder<Shard> gauge(
      String name, Shard shard, ToDoubleFunction<Shard> value) {
    return Gauge.builder(name, shard, value).strongReference(true);
  }
}
