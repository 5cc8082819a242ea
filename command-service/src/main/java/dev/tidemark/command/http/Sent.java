package dev.tidemark.command.http;

import dev.tidemark.command.routing.Forwarder;
import dev.tidemark.command.routing.Ownership;
import dev.tidemark.command.routing.Router;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.runtime.problem.ProblemException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// What another instance takes this one for that has sent a command here: the owner of a shard in a
/// term. If it is not, it says so, with whom it believes to be; it never sends a command on that
/// was sent here.
record Sent(int shard, long term) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})=(\\d{1,18})");

  /// Empty if the request comes from a client.
  static Optional<Sent> of(Request request) {
    return request.header(Forwarder.SHARD_TERM, Sent::parse);
  }

  private static Sent parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new InvalidValueException("Expected a shard and a term such as 3=17");
    }
    return new Sent(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)));
  }

  /// Returns if this instance is the owner and serves, which it waits for a while.
  ///
  /// @param actual the shard of what was sent
  void require(Router router, int actual, Instant deadline) throws InterruptedException {
    if (actual != shard) {
      throw misdirected(router, actual);
    }
    switch (router.standing(shard, term, deadline)) {
      case OWNER -> {}
      case STRANGER -> throw misdirected(router, shard);
      case NOT_YET ->
          throw Problem.notDecided(
                  "Expected the shard to serve, but it is still being opened", Replies.RETRY_AFTER)
              .exception();
    }
  }

  static ProblemException misdirected(Router router, int shard) {
    Problem problem =
        Problem.misdirected("Expected to own shard " + shard + " in that term, but do not");
    Optional<Ownership> owner = router.owner(shard);
    return owner
        .map(known -> problem.withHeader(Forwarder.SHARD_OWNER, Forwarder.hint(known)))
        .orElse(problem)
        .exception();
  }
}
