package dev.tidemark.projection.repair;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.repair.StandingVerifier.Standing;
import dev.tidemark.projection.repair.Wish.Kind;
import dev.tidemark.projection.store.StoredJob.State;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// What is held against the log: by the standing verifier of this instance, and by jobs.
public final class RepairMeters {
  private final MeterRegistry registry;
  private final Counter checked;
  private final Counter mended;
  private final Counter left;
  private final Counter failed;
  private volatile List<Job> newest = List.of();
  private volatile Supplier<Standing> verifier = () -> new Standing(0, 0, 0, List.of());

  public RepairMeters(Metrics metrics) {
    this.registry = metrics.registry();
    this.checked =
        Counter.builder("tidemark.projection.jobs.checked")
            .description("Rows and values that jobs of this instance have held against the log")
            .register(registry);
    this.mended = findings("mended");
    this.left = findings("left");
    this.failed = findings("failed");
    for (Kind kind : Kind.values()) {
      Gauge.builder("tidemark.projection.jobs.running", this, it -> it.running(kind))
          .description("Replays and verifications that are under way, on whichever instance")
          .tag("kind", name(kind))
          .strongReference(true)
          .register(registry);
    }
    counter("checked", "Aggregates held against the log", Standing::checked);
    counter("mended", "Aggregates that were wrong and are not any more", Standing::mended);
    for (EventTopic topic : EventTopic.values()) {
      for (String store : List.of(Finding.POSTGRES, Finding.REDIS)) {
        Gauge.builder("tidemark.projection.verifier.wrong", this, it -> it.wrong(topic, store))
            .description("Aggregates that are not as the log says")
            .tag("view", topic.name().toLowerCase(Locale.ROOT))
            .tag("store", store)
            .strongReference(true)
            .register(registry);
      }
    }
  }

  /// @param told by the verifier, whenever it is asked
  public void watch(Supplier<Standing> told) {
    verifier = told;
  }

  /// @param jobs the newest
  public void look(List<Job> jobs) {
    newest = jobs;
  }

  /// What an instance has done of a job.
  void worked(Report before, Report after) {
    checked.increment(more(before, after, Report::checked));
    mended.increment(more(before, after, report -> report.damaged() - report.left()));
    left.increment(more(before, after, Report::left));
    failed.increment(more(before, after, Report::failed));
  }

  private static double more(Report before, Report after, ToLongFunction<Report> count) {
    return (double) (count.applyAsLong(after) - count.applyAsLong(before));
  }

  private double running(Kind kind) {
    return newest.stream()
        .filter(job -> job.state() == State.RUNNING || job.state() == State.CANCELLING)
        .filter(job -> job.wish().kind() == kind)
        .count();
  }

  private double wrong(EventTopic topic, String store) {
    return verifier.get().wrong().stream()
        .filter(each -> each.store().equals(store))
        .filter(each -> each.what().startsWith(topic.topicName() + " "))
        .count();
  }

  private void counter(String name, String meaning, ToDoubleFunction<Standing> count) {
    FunctionCounter.builder(
            "tidemark.projection.verifier." + name,
            this,
            it -> count.applyAsDouble(it.verifier.get()))
        .description(meaning)
        .register(registry);
  }

  private Counter findings(String outcome) {
    return Counter.builder("tidemark.projection.jobs.findings")
        .description("Rows and values that jobs of this instance found not to be as the log says")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
