package dev.tidemark.command.http;

import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.handling.Result;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Replies of shards in the words of HTTP, for a single command and for one of many alike.
final class Replies {
  static final Reply TOO_LATE =
      new Reply.NotDecided(
          Reply.Why.OVERLOADED, "Expected to decide the command in time, but too many are waiting");
  static final Reply NO_ROOM =
      new Reply.NotDecided(
          Reply.Why.OVERLOADED, "Expected room for the command, but too many are on their way");
  static final Reply NO_OWNER =
      new Reply.NotDecided(
          Reply.Why.NO_OWNER,
          "Expected an answer from whoever decides for this customer, but there was none in time;"
              + " the same key tells later");
  static final Reply LEFT =
      new Reply.NotHere("Expected the shard to take all commands, but it took only those before");
  static final Reply STOPPING =
      new Reply.NotDecided(
          Reply.Why.STOPPING, "Expected to wait for the decision, but the service is stopping");

  static final Reply AFTER_UNDECIDED =
      new Reply.NotDecided(
          Reply.Why.AFTER_UNDECIDED,
          "Expected a decision on the customer's earlier command first, but there is none");

  static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final SessionTokens tokens;

  Replies(SessionTokens tokens) {
    this.tokens = tokens;
  }

  /// What a client is told: done, or why not.
  sealed interface Told {}

  /// @param location of what was created; empty if nothing was
  /// @param repeated the command had been done before
  record Done(
      int status,
      ObjectNode body,
      String location,
      long version,
      ConsistencyToken token,
      boolean repeated)
      implements Told {}

  record NotDone(Problem problem) implements Told {}

  Told told(Reply reply) {
    return switch (reply) {
      case Reply.Done(var outcome, var repeated) ->
          done(outcome.result(), outcome.version(), outcome.position(), repeated);
      case Reply.Unchanged(var result, var version, var position) ->
          done(result, version, position, false);
      case Reply.Refused(var code, var expectation) ->
          new NotDone(Problem.refused(code, expectation));
      case Reply.Unknown(var expectation) -> new NotDone(Problem.notFound(expectation));
      case Reply.PreconditionFailed(var expectation) ->
          new NotDone(Problem.preconditionFailed(expectation));
      case Reply.KeyReused(var expectation) ->
          new NotDone(Problem.idempotencyKeyReused(expectation));
      case Reply.NotDecided(_, var expectation) ->
          new NotDone(Problem.notDecided(expectation, RETRY_AFTER));
      case Reply.NotHere(var expectation) -> new NotDone(Problem.misdirected(expectation));
      case Reply.Failed(var expectation) ->
          new NotDone(
              Problem.of(500, "internal-error", "Something went wrong on our side", expectation));
    };
  }

  private Done done(Result result, long version, Position position, boolean repeated) {
    ObjectNode body = body(result, version);
    ConsistencyToken token = ConsistencyToken.of(position);
    return switch (result) {
      case Result.Registered(var username) ->
          new Done(201, body, "/v1/users/" + username, version, token, repeated);
      case Result.Started(var id, _) ->
          new Done(201, body, "/v1/sessions/" + id, version, token, repeated);
      case Result.Placed(var id, _, _) ->
          new Done(201, body, "/v1/orders/" + id, version, token, repeated);
      case Result.Refunded _ -> new Done(201, body, "", version, token, repeated);
      case Result.UserChanged _, Result.Touched _, Result.Over _, Result.Advanced _ ->
          new Done(200, body, "", version, token, repeated);
    };
  }

  private ObjectNode body(Result result, long version) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    switch (result) {
      case Result.Registered(var username) -> body.put("username", username.value());
      case Result.UserChanged(var username) -> body.put("username", username.value());
      case Result.Started(var id, var expiresAt) ->
          body.put("sessionId", id.toString())
              .put("token", tokens.of(id))
              .put("expiresAt", expiresAt.toString());
      case Result.Touched(var id, var expiresAt) ->
          body.put("sessionId", id.toString()).put("expiresAt", expiresAt.toString());
      case Result.Over(var id) -> body.put("sessionId", id.toString());
      case Result.Placed(var id, var total, var currency) ->
          body.put("orderId", id.toString())
              .put("total", total.toString())
              .put("currency", currency.value());
      case Result.Advanced(var id) -> body.put("orderId", id.toString());
      case Result.Refunded(var id, var refunded) ->
          body.put("orderId", id.toString()).put("refunded", refunded.toString());
    }
    return body.put("version", version);
  }
}
