package dev.tidemark.runtime.http;

/// Handles the requests of one route, each on its own virtual thread: blocking is fine.
///
/// - Throw [dev.tidemark.runtime.problem.ProblemException] to refuse; any other exception is a
///   mistake of ours and becomes a 500 that tells clients nothing but an incident number.
/// - Return the whole answer as a value; nothing is sent before. Only a [LiveBody] goes on
///   afterwards.
@FunctionalInterface
public interface Handler {
  Answer handle(Request request);
}
