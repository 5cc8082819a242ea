package dev.tidemark.projection.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.projection.generation.Change.Made;
import dev.tidemark.projection.generation.Change.Refused;
import dev.tidemark.projection.generation.Generation.State;
import dev.tidemark.projection.generation.Generation.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineupTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Instant now = NOON;
  private Lineup line = new Lineup(List.of(new Generation(1, 1, State.SERVING, 0, 0, NOON, NOON)));

  @Test
  void aRebuildHasRowsOfItsOwnAndACacheAloneThoseThatServe() {
    make(line.rebuild(Target.ALL, 100, 4, now));
    assertThat(line.built()).map(Generation::schema).hasValue("views_g2");
    make(line.cancel(2, now));
    make(line.rebuild(Target.CACHE, 0, 4, now));
    assertThat(line.built()).map(Generation::schema).hasValue("views_g1");
    assertThat(line.built()).map(Generation::target).hasValue(Target.CACHE);
  }

  @Test
  void aRepairOfRowsConcernsTheCachesThatAreWrittenFromThemPausedOrNot() {
    make(line.rebuild(Target.ALL, 0, 4, now));
    assertThat(line.writtenFrom("views_g1")).extracting(Generation::number).containsExactly(1);
    assertThat(line.writtenFrom("views_g2")).extracting(Generation::number).containsExactly(2);
    make(line.cancel(2, now));
    assertThat(line.writtenFrom("views_g2")).isEmpty();

    make(line.rebuild(Target.CACHE, 0, 4, now));
    make(line.pause(3, now));
    assertThat(line.writtenFrom("views_g1")).extracting(Generation::number).containsExactly(1, 3);
  }

  @Test
  void oneIsBuiltAtATimePausedOrNot() {
    make(line.rebuild(Target.ALL, 0, 4, now));
    assertThat(code(line.rebuild(Target.CACHE, 0, 4, now))).isEqualTo("rebuild-under-way");
    make(line.pause(2, now));
    assertThat(code(line.rebuild(Target.ALL, 0, 4, now))).isEqualTo("rebuild-under-way");
    assertThat(code(line.pause(2, now))).isEqualTo("wrong-state");
    make(line.resume(2, Optional.of(7), now));
    assertThat(line.built()).map(Generation::throttle).hasValue(7);
  }

  @Test
  void aCutoverLeavesTheOldOneOnStandbyAndARollbackFindsIt() {
    make(line.rebuild(Target.ALL, 0, 4, now));
    make(line.cutover(2, now));
    assertThat(line.serving().number()).isEqualTo(2);
    assertThat(line.previous()).map(Generation::number).hasValue(1);
    assertThat(line.followed()).hasSize(2);

    make(line.cutover(1, now));

    assertThat(line.serving().number()).isEqualTo(1);
    assertThat(line.previous()).map(Generation::number).hasValue(2);
  }

  @Test
  void whatServedIsWrittenBeforeWhatWill() {
    make(line.rebuild(Target.ALL, 0, 4, now));
    assertThat(((Made) line.cutover(2, now)).to())
        .extracting(Generation::state)
        .containsExactly(State.STANDBY, State.SERVING);
  }

  @Test
  void ofSeveralOnStandbyTheOneThatServedLastIsThePrevious() {
    make(line.rebuild(Target.ALL, 0, 4, now));
    make(line.cutover(2, now));
    make(line.rebuild(Target.ALL, 0, 4, now));
    make(line.cutover(3, now));
    assertThat(line.previous()).map(Generation::number).hasValue(2);
    assertThat(code(line.rebuild(Target.ALL, 0, 4, now))).isEqualTo("too-many-generations");
  }

  @Test
  void whatServesOrIsBuiltIsNotPruned() {
    make(line.rebuild(Target.ALL, 0, 4, now));
    assertThat(code(line.prune(1, now))).isEqualTo("wrong-state");
    assertThat(code(line.prune(2, now))).isEqualTo("wrong-state");
    assertThat(code(line.prune(9, now))).isEqualTo("no-such-generation");
    make(line.cancel(2, now));
    make(line.prune(2, now));
    make(line.pruned(2, now));
    make(line.rebuild(Target.ALL, 0, 4, now));
    assertThat(line.built()).map(Generation::number).hasValue(3);
  }

  @Test
  void rowsOnWhichAnotherGenerationStandsAreShared() {
    make(line.rebuild(Target.CACHE, 0, 4, now));
    make(line.cutover(2, now));
    make(line.prune(1, now));
    assertThat(line.sharesViews(line.all().getFirst())).isTrue();
    make(line.pruned(1, now));
    assertThat(line.sharesViews(line.serving())).isFalse();
  }

  private void make(Change change) {
    assertThat(change).isInstanceOf(Made.class);
    var next = new ArrayList<>(line.all());
    for (Generation changed : ((Made) change).to()) {
      next.removeIf(each -> each.number() == changed.number());
      next.add(changed);
    }
    line = new Lineup(next);
    now = now.plusSeconds(1);
  }

  private static String code(Change change) {
    return ((Refused) change).code();
  }
}
