package dev.tidemark.command.aggregates.user;

import dev.tidemark.command.aggregates.BrokenHistoryException;
import dev.tidemark.command.aggregates.Decision;
import dev.tidemark.command.aggregates.Decision.Accepted;
import dev.tidemark.command.aggregates.Decision.Refused;
import dev.tidemark.command.aggregates.Decision.Unchanged;
import dev.tidemark.command.aggregates.Decision.Unknown;
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
import dev.tidemark.events.value.Username;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A registered user. A user that was never registered is null.
///
/// @param active whether sessions may be started and orders placed
/// @param version the number of events so far
public record User(
    Username username,
    boolean active,
    @Nullable EmailAddress email,
    @Nullable DisplayName displayName,
    @Nullable Country country,
    long version) {

  public static User evolve(@Nullable User user, UserEvent event) {
    return switch (event) {
      case UserRegistered(var username, var email, var displayName, var country) ->
          new User(username, true, email, displayName, country, 1);
      case UserProfileChanged(_, var email, var displayName, var country) ->
          begun(user, event).next(email, displayName, country);
      case UserDeactivated _ -> begun(user, event).next(false);
      case UserReactivated _ -> begun(user, event).next(true);
    };
  }

  public static Decision decide(@Nullable User user, UserCommand command) {
    return switch (command) {
      case Register(var username, var email, var displayName, var country) ->
          user == null
              ? new Accepted(new UserRegistered(username, email, displayName, country))
              : new Refused(
                  "username-taken",
                  "Expected a username that is free, but " + username + " is taken");
      case ChangeProfile change -> user == null ? unknown(change.username()) : user.changed(change);
      case Deactivate(var username, var reason) -> {
        if (user == null) {
          yield unknown(username);
        }
        yield user.active ? new Accepted(new UserDeactivated(username, reason)) : new Unchanged();
      }
      case Reactivate(var username) -> {
        if (user == null) {
          yield unknown(username);
        }
        yield user.active ? new Unchanged() : new Accepted(new UserReactivated(username));
      }
    };
  }

  /// What to say where a command needs a user that was never registered.
  public static Unknown unknown(Username username) {
    return new Unknown("Expected a registered user, but there is no " + username);
  }

  /// What to say where a command needs an active user and this one is not.
  public Refused notActive() {
    return new Refused(
        "user-not-active", "Expected an active user, but " + username + " is deactivated");
  }

  private Decision changed(ChangeProfile change) {
    var wanted =
        new UserProfileChanged(
            username,
            change.email().over(email),
            change.displayName().over(displayName),
            change.country().over(country));
    boolean same =
        Objects.equals(wanted.email(), email)
            && Objects.equals(wanted.displayName(), displayName)
            && Objects.equals(wanted.country(), country);
    return same ? new Unchanged() : new Accepted(wanted);
  }

  private User next(boolean nowActive) {
    return new User(username, nowActive, email, displayName, country, version + 1);
  }

  private User next(
      @Nullable EmailAddress newEmail,
      @Nullable DisplayName newDisplayName,
      @Nullable Country newCountry) {
    return new User(username, active, newEmail, newDisplayName, newCountry, version + 1);
  }

  private static User begun(@Nullable User user, UserEvent event) {
    if (user == null) {
      throw BrokenHistoryException.notBegun(event);
    }
    return user;
  }
}
