package dev.tidemark.events;

import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.Personal;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.Username;
import org.jspecify.annotations.Nullable;

/// What happens to a user. Identity is proved elsewhere: no event holds a secret.
public sealed interface UserEvent extends Event {
  @Override
  default String aggregateId() {
    return username().value();
  }

  @Override
  default EventTopic topic() {
    return EventTopic.USERS;
  }

  record UserRegistered(
      Username username,
      @Personal @Nullable EmailAddress email,
      @Personal @Nullable DisplayName displayName,
      @Nullable Country country)
      implements UserEvent {}

  /// The whole profile as it is after the change.
  record UserProfileChanged(
      Username username,
      @Personal @Nullable EmailAddress email,
      @Personal @Nullable DisplayName displayName,
      @Nullable Country country)
      implements UserEvent {}

  record UserDeactivated(Username username, @Nullable Reason reason) implements UserEvent {}

  record UserReactivated(Username username) implements UserEvent {}
}
