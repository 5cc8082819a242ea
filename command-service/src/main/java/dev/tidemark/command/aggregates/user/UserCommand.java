package dev.tidemark.command.aggregates.user;

import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.Username;
import org.jspecify.annotations.Nullable;

/// What can be wanted of a user.
public sealed interface UserCommand {
  Username username();

  record Register(
      Username username,
      @Nullable EmailAddress email,
      @Nullable DisplayName displayName,
      @Nullable Country country)
      implements UserCommand {}

  record ChangeProfile(
      Username username,
      Change<EmailAddress> email,
      Change<DisplayName> displayName,
      Change<Country> country)
      implements UserCommand {}

  record Deactivate(Username username, @Nullable Reason reason) implements UserCommand {}

  record Reactivate(Username username) implements UserCommand {}
}
