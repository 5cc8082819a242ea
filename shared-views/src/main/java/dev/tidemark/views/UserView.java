package dev.tidemark.views;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.UserEvent.UserDeactivated;
import dev.tidemark.events.UserEvent.UserProfileChanged;
import dev.tidemark.events.UserEvent.UserReactivated;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.Personal;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A user as readers see them.
///
/// @param version the number of events folded
public record UserView(
    Username username,
    UserStatus status,
    @Personal @Nullable EmailAddress email,
    @Personal @Nullable DisplayName displayName,
    @Nullable Country country,
    Instant registeredAt,
    Instant updatedAt,
    long version) {

  /// The view after one more event of this user.
  ///
  /// @param before null before the first event
  /// @throws BrokenHistoryException if the event does not follow
  public static UserView fold(@Nullable UserView before, UserEvent event, Envelope envelope) {
    BrokenHistoryException.checkNext(before == null ? 0 : before.version, envelope);
    Instant at = envelope.occurredAt();
    long version = envelope.sequence();
    return switch (event) {
      case UserRegistered(var username, var email, var displayName, var country) ->
          new UserView(username, UserStatus.ACTIVE, email, displayName, country, at, at, version);
      case UserProfileChanged(var username, var email, var displayName, var country) -> {
        var user = BrokenHistoryException.required(before, envelope);
        yield new UserView(
            username, user.status, email, displayName, country, user.registeredAt, at, version);
      }
      case UserDeactivated(_, _) ->
          BrokenHistoryException.required(before, envelope)
              .become(UserStatus.INACTIVE, at, version);
      case UserReactivated(_) ->
          BrokenHistoryException.required(before, envelope).become(UserStatus.ACTIVE, at, version);
    };
  }

  private UserView become(UserStatus next, Instant at, long nextVersion) {
    return new UserView(username, next, email, displayName, country, registeredAt, at, nextVersion);
  }
}
