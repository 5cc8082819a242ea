package dev.tidemark.command.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.command.aggregates.BrokenHistoryException;
import dev.tidemark.command.store.MemoryStateStore;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.UserEvent.UserDeactivated;
import dev.tidemark.events.UserEvent.UserReactivated;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StateChangesTest {
  private static final Username ALICE = new Username("alice");
  private static final UserRegistered REGISTERED = new UserRegistered(ALICE, null, null, null);
  private static final UserDeactivated DEACTIVATED = new UserDeactivated(ALICE, null);

  private final MemoryStateStore store = new MemoryStateStore();
  private final StateChanges changes = new StateChanges(store);
  private long offset;

  private void apply(UserEvent event, long sequence) {
    offset += 2;
    var id = new CommandId("k" + sequence);
    var now = Instant.EPOCH;
    changes.apply(
        new Envelope(event, sequence, id, "hash", 1, null, null, null, now, now),
        new Position(EventTopic.USERS, 0, offset));
  }

  @Test
  void whatIsBelowIsSeenUntilItChanges() {
    apply(REGISTERED, 1);
    store.apply(changes);
    var later = new StateChanges(store);

    assertThat(later.user(ALICE).active()).isTrue();
    assertThat(later.users()).isEmpty();
    assertThat(later.outcome(ALICE, new CommandId("k1")).version()).isEqualTo(1);
  }

  @Test
  void whatChangedHidesWhatIsBelowAndLeavesItAlone() {
    apply(REGISTERED, 1);
    store.apply(changes);
    apply(DEACTIVATED, 2);

    assertThat(changes.user(ALICE).active()).isFalse();
    assertThat(store.user(ALICE).active()).isTrue();
    assertThat(changes.offsets()).containsEntry(EventTopic.USERS, 4L);
  }

  @Test
  void anEventThatIsMissingIsNoticed() {
    apply(REGISTERED, 1);

    assertThatThrownBy(() -> apply(DEACTIVATED, 3))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessage("Expected event 2 of alice, but was event 3");
  }

  @Test
  void anEventThatComesTwiceIsNoticed() {
    apply(REGISTERED, 1);

    assertThatThrownBy(() -> apply(REGISTERED, 1))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessage("Expected event 2 of alice, but was event 1");
  }

  @Test
  void whatWasRefusedChangedNothing() {
    apply(REGISTERED, 1);
    assertThatThrownBy(() -> apply(DEACTIVATED, 3)).isInstanceOf(BrokenHistoryException.class);

    assertThatCode(() -> apply(DEACTIVATED, 2)).doesNotThrowAnyException();
    assertThatCode(() -> apply(new UserReactivated(ALICE), 3)).doesNotThrowAnyException();
  }
}
