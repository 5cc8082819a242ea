package dev.tidemark.chaos;

import dev.tidemark.chaos.faults.Injected;
import dev.tidemark.chaos.load.Successes;
import dev.tidemark.chaos.load.Successes.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/// What clients noticed of the faults of one kind: for how long, in each, the shard that was worst
/// off did nothing that it was asked. Faults overlap, and what comes of one is counted for all.
///
/// @param label of the kind
/// @param faults how many were injected
/// @param troubles how many were not done, or not undone, as planned, and why
record Unavailability(
    String label, int faults, Figures commands, Figures reads, List<String> troubles) {
  /// A fault is felt for a while after it is undone.
  private static final Duration FELT_AFTER = Duration.ofSeconds(5);

  private static final Duration CALM_AFTER = Duration.ofSeconds(5);
  private static final long CALM_WINDOW = Duration.ofSeconds(3).toNanos();
  private static final int CALM_WINDOWS_MAX = 100_000;
  private static final String NONE = "none";
  private static final Pattern INSTANCE = Pattern.compile("-\\d+");

  private record Span(long from, long until) {}

  /// In ms.
  record Figures(long p50Ms, long maxMs) {
    static Figures of(LongStream nanos) {
      long[] ms = nanos.map(each -> each / 1_000_000).sorted().toArray();
      return ms.length == 0 ? new Figures(0, 0) : new Figures(ms[ms.length / 2], ms[ms.length - 1]);
    }
  }

  /// Of each kind that was injected, and at last of calm times, for comparison.
  static List<Unavailability> byKind(List<Injected> injected, Successes successes, long end) {
    var all = grouped(injected, successes, each -> each.planned().kind().label());
    all.add(measured(NONE, calm(injected, end), successes, List.of()));
    return all;
  }

  /// Of each kind and what it was done to, instances of a service taken together.
  static List<Unavailability> byTarget(List<Injected> injected, Successes successes) {
    return grouped(
        injected,
        successes,
        each ->
            each.planned().kind().label()
                + ": "
                + INSTANCE.matcher(each.planned().target()).replaceAll(""));
  }

  boolean isFault() {
    return !label.equals(NONE);
  }

  private static List<Unavailability> grouped(
      List<Injected> injected, Successes successes, Function<Injected, String> label) {
    var groups = new TreeMap<String, List<Injected>>();
    injected.forEach(
        each -> groups.computeIfAbsent(label.apply(each), _ -> new ArrayList<>()).add(each));
    var all = new ArrayList<Unavailability>();
    groups.forEach((name, group) -> {
      var done = group.stream().filter(Injected::wasDone).map(Unavailability::span).toList();
      var troubles =
          group.stream()
              .filter(each -> each.trouble() != null)
              .map(each -> each.planned().target() + ": " + each.trouble())
              .toList();
      all.add(measured(name, done, successes, troubles));
    });
    return all;
  }

  private static Unavailability measured(
      String label, List<Span> spans, Successes successes, List<String> troubles) {
    return new Unavailability(
        label,
        spans.size(),
        Figures.of(spans.stream().mapToLong(span -> gap(successes, Asked.COMMANDS, span))),
        Figures.of(spans.stream().mapToLong(span -> gap(successes, Asked.READS, span))),
        troubles);
  }

  private static long gap(Successes successes, Asked asked, Span span) {
    return successes.longestGap(asked, span.from(), span.until());
  }

  private static Span span(Injected injected) {
    return new Span(injected.begunAt(), injected.endedAt() + FELT_AFTER.toNanos());
  }

  /// Windows of the same length in which no fault was felt.
  private static List<Span> calm(List<Injected> injected, long end) {
    var calm = new ArrayList<Span>();
    long from = CALM_WINDOW;
    for (int i = 1; i <= CALM_WINDOWS_MAX && from + CALM_WINDOW < end; i++) {
      var window = new Span(from, from + CALM_WINDOW);
      if (injected.stream().noneMatch(each -> disturbs(each, window))) {
        calm.add(window);
      }
      from += CALM_WINDOW;
    }
    return calm;
  }

  private static boolean disturbs(Injected injected, Span window) {
    return injected.wasDone()
        && injected.begunAt() < window.until()
        && injected.endedAt() + CALM_AFTER.toNanos() > window.from();
  }
}
