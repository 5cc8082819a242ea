package dev.tidemark.chaos.history;

import org.jspecify.annotations.Nullable;

/// What a client wants.
///
/// @param customer the username
/// @param target the id of the user, session or order that shall change; null where the system
///   makes the id, that is for a session to be started and an order to be placed
/// @param body the JSON object of the request, or of the bulk request's line; `{}` if there is
///   none. For the end of a session, whose route has no body, the query's `reason` stands in it
/// @param ifMatch the version that the target must have, if the client says so
public record Intent(
    Command command,
    String customer,
    @Nullable String target,
    String body,
    @Nullable Long ifMatch) {}
