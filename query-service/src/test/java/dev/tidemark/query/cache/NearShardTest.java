package dev.tidemark.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tidemark.query.cache.NearShard.Entry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The races of a value that is read elsewhere and an event that overtakes it.
class NearShardTest {
  private static final int GENERATION = 1;

  private static final int RECENT_MAX = 3;
  private static final long LAG_MAX = 1_000;

  private final Cache<String, Entry> entries = Caffeine.newBuilder().build();
  private final NearShard shard = new NearShard(entries, RECENT_MAX, true);

  @BeforeEach
  void begin() {
    shard.begins(100);
  }

  @Test
  void aValueIsKeptFromWhereTheLogIsFollowed() {
    keep("k", 7, 100);
    assertThat(found("k")).isEqualTo(7);
  }

  @Test
  void aValueProvedBeforeTheLogWasFollowedIsRefused() {
    keep("k", 7, 99);
    assertThat(found("k")).isEqualTo(-1);
  }

  @Test
  void anEventDropsTheValueItOvertakes() {
    keep("k", 7, 100);
    shard.happened(100, "other");
    assertThat(found("k")).isEqualTo(7);
    shard.happened(101, "k");
    assertThat(found("k")).isEqualTo(-1);
  }

  @Test
  void anEventThatIsPartOfTheValueLeavesIt() {
    keep("k", 105, 106);
    shard.happened(103, "k");
    shard.happened(105, "k");
    assertThat(found("k")).isEqualTo(105);
  }

  @Test
  void aFillThatWasReadBeforeAnEventAndLandsAfterItIsRefused() {
    shard.happened(105, "k");
    shard.passed(107);
    keep("k", 7, 104);
    assertThat(found("k")).isEqualTo(-1);
    keep("k", 7, 105);
    assertThat(found("k")).isEqualTo(-1);
    keep("k", 105, 105);
    assertThat(found("k")).isEqualTo(105);
  }

  @Test
  void anEventThatChangedNothingDoesNotKeepTheValueOutForEver() {
    shard.happened(105, "k");
    shard.passed(107);
    keep("k", 7, 106);
    assertThat(found("k")).isEqualTo(7);
  }

  @Test
  void belowTheEventsThatAreRememberedNothingIsBelieved() {
    for (int i = 0; i < RECENT_MAX; i++) {
      shard.happened(110 + i, "k" + i);
    }
    keep("quiet", 7, 100);
    assertThat(found("quiet")).isEqualTo(7);
    shard.happened(120, "one more");
    keep("late", 7, 110);
    assertThat(found("late")).isEqualTo(-1);
    keep("late", 7, 111);
    assertThat(found("late")).isEqualTo(7);
  }

  @Test
  void theLastEventOfAnAggregateIsTheOneRemembered() {
    shard.happened(110, "k");
    shard.happened(111, "a");
    shard.happened(112, "k");
    shard.happened(113, "b");
    shard.happened(114, "c");
    keep("k", 110, 112);
    assertThat(found("k")).isEqualTo(-1);
  }

  @Test
  void aRecordThatDoesNotSayWhatItIsAboutIsAboutEverything() {
    keep("k", 7, 100);
    shard.happened(105, null);
    assertThat(found("k")).isEqualTo(-1);
    keep("k", 7, 105);
    assertThat(found("k")).isEqualTo(-1);
    keep("k", 7, 106);
    assertThat(found("k")).isEqualTo(7);
  }

  @Test
  void anOlderValueDoesNotReplaceANewerOne() {
    keep("k", 105, 110);
    keep("k", 104, 110);
    assertThat(found("k")).isEqualTo(105);
  }

  @Test
  void afterTheTailWasLostNothingOfBeforeIsLeftAndNothingIsKept() {
    keep("k", 7, 100);
    shard.lost();
    assertThat(found("k")).isEqualTo(-1);
    keep("k", 7, Long.MAX_VALUE - 1);
    shard.endWas(0, 1);
    assertThat(found("k")).isEqualTo(-1);
    assertThat(shard.seen().following()).isFalse();
    shard.begins(200);
    keep("k", 7, 199);
    assertThat(found("k")).isEqualTo(-1);
    keep("k", 7, 200);
    assertThat(found("k")).isEqualTo(7);
  }

  @Test
  void itIsCurrentAsOfTheQuestionWhoseAnswerWasPassed() {
    assertThat(shard.seen().isCurrent(0, LAG_MAX)).isFalse();
    shard.endWas(103, 50);
    shard.endWas(109, 60);
    assertThat(shard.seen().isCurrent(70, LAG_MAX)).isFalse();
    shard.passed(103);
    assertThat(shard.seen().isCurrent(50 + LAG_MAX, LAG_MAX)).isTrue();
    assertThat(shard.seen().isCurrent(51 + LAG_MAX, LAG_MAX)).isFalse();
    shard.endWas(103, 70);
    assertThat(shard.seen().isCurrent(70 + LAG_MAX, LAG_MAX)).isTrue();
  }

  private void keep(String key, long version, long provedAt) {
    shard.keep(key, GENERATION, version, provedAt, null, 1);
  }

  /// The version found; -1 if nothing is.
  private long found(String key) {
    return shard.find(key, GENERATION, shard.seen()).map(Entry::version).orElse(-1L);
  }
}
