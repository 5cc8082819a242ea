package dev.tidemark.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Targets TARGETS =
      Targets.of(
          List.of("command-1", "command-2", "query-1"),
          List.of("clients→command-1", "command-1→kafka", "query-1→redis"),
          List.of("command-1", "command-2"),
          List.of("command-1", "query-1"));

  @Test
  void theSameSeedGivesTheSameFaults() {
    assertThat(minutes(20, 7)).isEqualTo(minutes(20, 7)).isNotEqualTo(minutes(20, 8));
  }

  @Test
  void aLongerRunBeginsAsAShorterOne() {
    assertThat(minutes(20, 3).faults()).startsWith(minutes(5, 3).faults().getFirst());
  }

  @Test
  void noKindIsForgottenAndNoneIsFavoured() {
    var counts =
        minutes(30, 1).faults().stream()
            .collect(Collectors.groupingBy(Planned::kind, Collectors.counting()));

    assertThat(counts.keySet()).containsExactlyInAnyOrder(FaultKind.values());
    // A fault is left out if another one of its burst is done to the same.
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(counts.values()).allMatch(count -> count >= most / 2);
  }

  @Test
  void everyProcessIsKilled() {
    assertThat(targets(FaultKind.KILL))
        .containsExactlyInAnyOrder(
            "command-1", "command-2", "query-1", "kafka", "postgres", "redis");
  }

  @Test
  void faultsOverlapAndThereIsCalm() {
    var faults = minutes(30, 2).faults();

    assertThat(atOnce(faults)).contains(0L, 2L).allMatch(count -> count <= 3);
  }

  @Test
  void nothingIsDoneTwiceToTheSameAtOnce() {
    for (long seed = 0; seed < 20; seed++) {
      var faults = minutes(10, seed).faults();
      for (var one : faults) {
        assertThat(faults)
            .filteredOn(other -> other != one && other.claim().equals(one.claim()))
            .as("Seed %d, %s", seed, one)
            .noneMatch(other -> overlap(one, other));
      }
    }
  }

  @Test
  void whatIsNotPossibleIsLeftOut() {
    var poor = Targets.of(List.of("query-1"), List.of("query-1→redis"), List.of(), List.of());

    var faults = Schedule.of(1, Duration.ofMinutes(30), poor).faults();

    assertThat(faults)
        .extracting(Planned::kind)
        .doesNotContain(FaultKind.DISK_FULL, FaultKind.CLOCK_STEP)
        .contains(FaultKind.KILL, FaultKind.REDIS_FLUSH);
  }

  @Test
  void allIsUndoneBeforeTheEnd() {
    assertThat(minutes(2, 5).faults())
        .isNotEmpty()
        .allMatch(fault -> fault.until().compareTo(Duration.ofMinutes(2)) < 0);
  }

  private static Schedule minutes(int minutes, long seed) {
    return Schedule.of(seed, Duration.ofMinutes(minutes), TARGETS);
  }

  private static Set<String> targets(FaultKind kind) {
    return minutes(60, 1).faults().stream()
        .filter(fault -> fault.kind() == kind)
        .map(Planned::target)
        .collect(Collectors.toSet());
  }

  /// How many faults there are in each second.
  private static Set<Long> atOnce(List<Planned> faults) {
    return IntStream.range(0, 30 * 60)
        .mapToObj(Duration::ofSeconds)
        .map(now ->
            faults.stream()
                .filter(fault -> fault.at().compareTo(now) <= 0 && fault.until().compareTo(now) > 0)
                .count())
        .collect(Collectors.toSet());
  }

  private static boolean overlap(Planned one, Planned other) {
    return one.at().compareTo(other.until()) < 0 && other.at().compareTo(one.until()) < 0;
  }
}
