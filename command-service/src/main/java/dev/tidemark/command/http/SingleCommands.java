package dev.tidemark.command.http;

import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.http.CommandRequests.Circumstances;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Slot;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.json.StrictJson;
import dev.tidemark.runtime.logging.LogFields;
import dev.tidemark.runtime.problem.Problem;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One command for each request.
final class SingleCommands {
  private static final byte[] NO_FIELDS = {'{', '}'};
  private static final byte[] NO_BODY = {};
  private static final String USERNAME = "username";

  private final StrictJson json;
  private final CommandRequests requests;
  private final IdMint mint;
  private final Delivery delivery;
  private final Replies replies;
  private final CommandMeters meters;

  SingleCommands(
      StrictJson json,
      CommandRequests requests,
      IdMint mint,
      Delivery delivery,
      Replies replies,
      CommandMeters meters) {
    this.json = json;
    this.requests = requests;
    this.mint = mint;
    this.delivery = delivery;
    this.replies = replies;
    this.meters = meters;
  }

  /// `POST /v1/users`: the target stands in the body.
  Answer register(Request request, Instant arrived) {
    byte[] bytes = request.body();
    ObjectNode body = object(bytes);
    var username = body.remove(USERNAME);
    if (username == null || !username.isString()) {
      throw Problem.invalidField(USERNAME, "Expected a username, as a string").exception();
    }
    var asked = new Asked(Verb.OfUser.REGISTER, username.stringValue(), USERNAME, body, "");
    return answer(request, arrived, asked, bytes);
  }

  /// @param parameter of the path, which holds the target
  Answer with(Request request, Instant arrived, Verb verb, String parameter) {
    String target = request.pathParameter(parameter, text -> text);
    // Taken off the connection, which is of no more use else.
    byte[] bytes = request.body();
    // Before it is understood: whoever is turned away must cost little, or that is no help.
    if (slot(verb, parameter, target).filter(delivery::isLate).isPresent()) {
      meters.told(verb, Replies.TOO_LATE);
      return told(Replies.TOO_LATE);
    }
    return answer(request, arrived, new Asked(verb, target, parameter, object(bytes), ""), bytes);
  }

  /// `DELETE /v1/sessions/{id}`: what would be in the body stands in the query.
  Answer endSession(Request request, Instant arrived) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    request.parameter("reason", text -> text).ifPresent(reason -> body.put("reason", reason));
    String target = request.pathParameter("id", text -> text);
    return answer(request, arrived, new Asked(Verb.OfSession.END, target, "id", body, ""), NO_BODY);
  }

  /// Empty for what will be refused.
  private static Optional<Slot> slot(Verb verb, String parameter, String target) {
    try {
      if (parameter.equals(USERNAME)) {
        return Optional.of(Username.parse(target).slot());
      }
      return Optional.of(
          verb instanceof Verb.OfSession
              ? SessionId.parse(target).slot()
              : OrderId.parse(target).slot());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private ObjectNode object(byte[] bytes) {
    return json.object(bytes.length == 0 ? NO_FIELDS : bytes);
  }

  private Answer answer(Request request, Instant arrived, Asked asked, byte[] body) {
    var circumstances =
        new Circumstances(
            CommandHeaders.key(request, asked.verb(), mint),
            CommandHeaders.precondition(request),
            CommandHeaders.trace(request));
    LogFields.command(circumstances.key().value(), circumstances.trace().correlationId());
    CommandRequest command =
        requests.of(asked, circumstances, requests.deadline(request, arrived), body.length);
    return delivery.deliver(request, body, command, this::told);
  }

  private Answer told(Reply reply) {
    return switch (replies.told(reply)) {
      case Replies.Done done -> done(done);
      case Replies.NotDone(var problem) -> throw problem.exception();
    };
  }

  private Answer done(Replies.Done done) {
    Answer answer =
        Answer.json(done.status(), json.write(done.body()))
            .with("ETag", "\"" + done.version() + "\"")
            .with("Consistency-Token", done.token().encode())
            .with("Cache-Control", "no-store");
    if (!done.location().isEmpty()) {
      answer = answer.with("Location", done.location());
    }
    return done.repeated() ? answer.with("Idempotency-Replayed", "true") : answer;
  }
}
