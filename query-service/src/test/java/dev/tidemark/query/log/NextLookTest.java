package dev.tidemark.query.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class NextLookTest {
  private final List<CompletableFuture<String>> begun = new ArrayList<>();
  private final NextLook<String> looks =
      new NextLook<>(() -> {
        begun.add(new CompletableFuture<>());
        return begun.getLast();
      });

  @Test
  void whoComesDuringALookSharesTheNextOneNotThisOne() {
    var early = future(looks.outcome());
    var late = future(looks.outcome());
    var later = future(looks.outcome());
    assertThat(begun).hasSize(1);

    begun.getFirst().complete("old");
    assertThat(early).isCompletedWithValue("old");
    assertThat(late).isNotDone();
    assertThat(begun).hasSize(2);

    begun.getLast().complete("new");
    assertThat(late).isCompletedWithValue("new");
    assertThat(later).isCompletedWithValue("new");
    assertThat(begun).hasSize(2);
  }

  @Test
  void whoComesWhenNobodyLooksLooksAtOnce() {
    looks.outcome();
    begun.getFirst().complete("one");
    looks.outcome();
    assertThat(begun).hasSize(2);
  }

  @Test
  void aFailureIsToldToThoseWhoWaitedForItAndToNobodyElse() {
    var early = future(looks.outcome());
    var late = future(looks.outcome());
    begun.getFirst().completeExceptionally(new IllegalStateException("no broker"));
    assertThat(early).isCompletedExceptionally();
    begun.getLast().complete("new");
    assertThat(late).isCompletedWithValue("new");
  }

  @Test
  void aLookThatCannotBeginFails() {
    var failing =
        new NextLook<String>(() -> {
          throw new IllegalStateException("no address");
        });
    assertThat(future(failing.outcome())).isCompletedExceptionally();
    assertThat(future(failing.outcome())).isCompletedExceptionally();
  }

  private static <T> CompletableFuture<T> future(CompletionStage<T> stage) {
    return stage.toCompletableFuture();
  }
}
