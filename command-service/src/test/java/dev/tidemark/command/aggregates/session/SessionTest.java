package dev.tidemark.command.aggregates.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.aggregates.Given;
import dev.tidemark.command.aggregates.session.SessionCommand.End;
import dev.tidemark.command.aggregates.session.SessionCommand.Expire;
import dev.tidemark.command.aggregates.session.SessionCommand.Start;
import dev.tidemark.command.aggregates.session.SessionCommand.Touch;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionExpired;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
  private static final Duration TTL = Duration.ofMinutes(30);
  private static final Instant END = START.plus(TTL);
  private static final Username ALICE = new Username("alice");
  private static final User ACTIVE = new User(ALICE, true, null, null, null, 1);
  private static final User INACTIVE = new User(ALICE, false, null, null, null, 2);
  private static final SessionId ID = SessionId.mint(ALICE.slot(), START, new Random(1));
  private static final SessionStarted STARTED = new SessionStarted(ID, ALICE, END);
  private static final SessionEnded ENDED = new SessionEnded(ID, ALICE, SessionEnd.LOGOUT, null);

  private static Given<Session> given(SessionEvent... history) {
    return Given.given((session, event) -> Session.evolve(session, event, START), List.of(history));
  }

  private static Given.Then when(
      User user, SessionCommand command, Instant at, SessionEvent... history) {
    return given(history).when(session -> Session.decide(session, user, command, at));
  }

  @Test
  void onlyAnActiveUserStartsOne() {
    var start = new Start(ID, ALICE, TTL);

    when(ACTIVE, start, START).then(STARTED);
    when(INACTIVE, start, START)
        .thenRefused("user-not-active", "Expected an active user, but alice is deactivated");
    when(null, start, START).thenUnknown();
  }

  @Test
  void aTouchExtendsItByItsTtl() {
    Instant later = START.plusSeconds(60);

    when(ACTIVE, new Touch(ID), later, STARTED)
        .then(new SessionTouched(ID, ALICE, later.plus(TTL)));
  }

  @Test
  void aTouchFromBeforeTheLastOneDoesNotShortenIt() {
    var touched = new SessionTouched(ID, ALICE, END.plusSeconds(60));

    when(ACTIVE, new Touch(ID), START.plusSeconds(10), STARTED, touched).thenNothingToDo();
  }

  @Test
  void aSessionPastItsTimeCannotBeTouchedEvenIfNobodyRecordedItsEnd() {
    when(ACTIVE, new Touch(ID), END, STARTED)
        .thenRefused(
            "session-not-active", "Expected a session before its end, but it expired at " + END);
    when(ACTIVE, new Touch(ID), END.minusMillis(1), STARTED)
        .then(new SessionTouched(ID, ALICE, END.minusMillis(1).plus(TTL)));
  }

  @Test
  void anEndedSessionCannotBeTouched() {
    when(ACTIVE, new Touch(ID), START, STARTED, ENDED)
        .thenRefused("session-not-active", "Expected a session that is active, but it has ended");
  }

  @Test
  void aDeactivatedUserKeepsNoSessionAlive() {
    when(INACTIVE, new Touch(ID), START, STARTED)
        .thenRefused("user-not-active", "Expected an active user, but alice is deactivated");
  }

  @Test
  void itEndsOnce() {
    when(ACTIVE, new End(ID, SessionEnd.REVOKED), START, STARTED)
        .then(new SessionEnded(ID, ALICE, SessionEnd.REVOKED, null));
    when(ACTIVE, new End(ID, SessionEnd.LOGOUT), START, STARTED, ENDED).thenNothingToDo();
    when(ACTIVE, new End(ID, SessionEnd.LOGOUT), END, STARTED).thenNothingToDo();
  }

  @Test
  void itExpiresWhenItsTimeIsOverAndNotBefore() {
    when(ACTIVE, new Expire(ID), END, STARTED).then(new SessionExpired(ID, ALICE));
    when(ACTIVE, new Expire(ID), END.minusMillis(1), STARTED).thenNothingToDo();
    when(ACTIVE, new Expire(ID), END, STARTED, ENDED).thenNothingToDo();
  }

  @Test
  void oneThatWasNeverStartedIsUnknown() {
    when(null, new Touch(ID), START).thenUnknown();
    when(null, new End(ID, SessionEnd.LOGOUT), START).thenUnknown();
    when(null, new Expire(ID), START).thenUnknown();
  }

  @Test
  void itsTtlIsKnownFromItsStart() {
    assertThat(given(STARTED).state()).isEqualTo(new Session(ID, ALICE, true, TTL, END, 1));
    assertThat(given(STARTED, new SessionExpired(ID, ALICE)).state().open()).isFalse();
  }
}
