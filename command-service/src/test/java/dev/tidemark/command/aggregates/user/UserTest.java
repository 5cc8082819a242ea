package dev.tidemark.command.aggregates.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.command.aggregates.BrokenHistoryException;
import dev.tidemark.command.aggregates.Given;
import dev.tidemark.command.aggregates.user.UserCommand.ChangeProfile;
import dev.tidemark.command.aggregates.user.UserCommand.Deactivate;
import dev.tidemark.command.aggregates.user.UserCommand.Reactivate;
import dev.tidemark.command.aggregates.user.UserCommand.Register;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.UserEvent.UserDeactivated;
import dev.tidemark.events.UserEvent.UserProfileChanged;
import dev.tidemark.events.UserEvent.UserReactivated;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.Username;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserTest {
  private static final Username ALICE = new Username("alice");
  private static final EmailAddress EMAIL = new EmailAddress("alice@example.org");
  private static final Country GERMANY = new Country("Germany");
  private static final UserRegistered REGISTERED = new UserRegistered(ALICE, EMAIL, null, GERMANY);
  private static final UserDeactivated DEACTIVATED = new UserDeactivated(ALICE, null);

  private static Given.Then when(UserCommand command, UserEvent... history) {
    return Given.given(User::evolve, List.of(history)).when(user -> User.decide(user, command));
  }

  @Test
  void aFreeUsernameIsRegistered() {
    when(new Register(ALICE, EMAIL, null, GERMANY)).then(REGISTERED);
  }

  @Test
  void aUsernameIsTakenOnce() {
    when(new Register(ALICE, null, null, null), REGISTERED)
        .thenRefused("username-taken", "Expected a username that is free, but alice is taken");
  }

  @Test
  void aUsernameStaysTakenWhenItsUserIsDeactivated() {
    when(new Register(ALICE, null, null, null), REGISTERED, DEACTIVATED)
        .thenRefused("username-taken", "Expected a username that is free, but alice is taken");
  }

  @Test
  void aProfileKeepsWhatIsNotMentionedAndClearsWhatIsNull() {
    var name = new DisplayName("Alice A.");

    when(new ChangeProfile(ALICE, Change.keep(), Change.to(name), Change.to(null)), REGISTERED)
        .then(new UserProfileChanged(ALICE, EMAIL, name, null));
  }

  @Test
  void aProfileThatIsAlreadySoNeedsNoChange() {
    when(new ChangeProfile(ALICE, Change.to(EMAIL), Change.to(null), Change.keep()), REGISTERED)
        .thenNothingToDo();
  }

  @Test
  void deactivationAndReactivationHappenOnce() {
    var reason = new Reason("asked for it");

    when(new Deactivate(ALICE, reason), REGISTERED).then(new UserDeactivated(ALICE, reason));
    when(new Deactivate(ALICE, reason), REGISTERED, DEACTIVATED).thenNothingToDo();
    when(new Reactivate(ALICE), REGISTERED, DEACTIVATED).then(new UserReactivated(ALICE));
    when(new Reactivate(ALICE), REGISTERED).thenNothingToDo();
  }

  @Test
  void whoWasNeverRegisteredIsUnknown() {
    when(new Deactivate(ALICE, null)).thenUnknown();
    when(new Reactivate(ALICE)).thenUnknown();
    when(new ChangeProfile(ALICE, Change.keep(), Change.keep(), Change.keep())).thenUnknown();
  }

  @Test
  void everyEventCounts() {
    var user =
        Given.<User, UserEvent>given(
                User::evolve, List.of(REGISTERED, DEACTIVATED, new UserReactivated(ALICE)))
            .state();

    assertThat(user).isEqualTo(new User(ALICE, true, EMAIL, null, GERMANY, 3));
  }

  @Test
  void aHistoryWithoutABeginningIsBroken() {
    assertThatThrownBy(() -> User.evolve(null, DEACTIVATED))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessage("Expected a beginning of alice, but was UserDeactivated");
  }
}
