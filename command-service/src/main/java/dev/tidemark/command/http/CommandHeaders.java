package dev.tidemark.command.http;

import dev.tidemark.command.handling.CommandRequest.Trace;
import dev.tidemark.command.handling.Precondition;
import dev.tidemark.command.handling.SystemKeys;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What the headers of a single command say.
final class CommandHeaders {
  static final String KEY = "Idempotency-Key";

  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"");
  private static final Pattern ETAG = Pattern.compile("\"([1-9][0-9]{0,17})\"");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,128}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private CommandHeaders() {}

  static CommandId key(Request request, Verb verb, IdMint mint) {
    return request
        .header(KEY, CommandHeaders::key)
        .orElseGet(() -> {
          if (verb.creates()) {
            throw Problem.invalidField(KEY, "Expected one, since this creates something")
                .exception();
          }
          return mint.key();
        });
  }

  static Precondition precondition(Request request) {
    return request.header("If-Match", CommandHeaders::ifMatch).orElseGet(Precondition.None::new);
  }

  static Trace trace(Request request) {
    Function<String, String> id = CommandHeaders::printable;
    return new Trace(
        request.header("X-Correlation-Id", id).orElse(null),
        request.header("X-Causation-Id", id).orElse(null),
        // One that cannot be read is ignored, as its standard has it.
        request.header("traceparent").filter(TRACEPARENT.asMatchPredicate()).orElse(null));
  }

  /// A client's own key.
  static CommandId ownKey(CommandId key) {
    if (SystemKeys.includes(key)) {
      throw new InvalidValueException("Expected a key of your own, but the system uses this one");
    }
    return key;
  }

  static String printable(String text) {
    if (!PRINTABLE.matcher(text).matches()) {
      throw new InvalidValueException("Expected 1 to 128 printable ASCII characters");
    }
    return text;
  }

  /// A string as structured headers have it, or just the key.
  private static CommandId key(String text) {
    var quoted = QUOTED.matcher(text);
    String bare = quoted.matches() ? quoted.group(1).replaceAll("\\\\(.)", "$1") : text;
    return ownKey(new CommandId(bare));
  }

  private static Precondition ifMatch(String text) {
    if (text.equals("*")) {
      return new Precondition.Exists();
    }
    var etag = ETAG.matcher(text);
    if (!etag.matches()) {
      throw new InvalidValueException(
          "Expected * or one version as \"3\", in quotes, but was something else");
    }
    return new Precondition.AtVersion(Long.parseLong(etag.group(1)));
  }
}
