package dev.tidemark.command.http;

import dev.tidemark.command.handling.CommandRequest.Trace;
import dev.tidemark.command.handling.Precondition;
import dev.tidemark.command.handling.SystemKeys;
import dev.tidemark.command.routing.Forwarder;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.runtime.tracing.Tracing;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the headers of a single command say.
final class CommandHeaders {
  static final String KEY = "Idempotency-Key";
  static final String IF_MATCH = "If-Match";
  static final String CORRELATION = "X-Correlation-Id";
  static final String CAUSATION = "X-Causation-Id";
  static final String TIMEOUT = "Request-Timeout";

  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"");

  /// A weak tag is that of the same version, compressed on its way.
  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"([1-9][0-9]{0,17})\"");

  private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,128}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}(?:\\.[0-9]{1,3})?");

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
    return request.header(IF_MATCH, CommandHeaders::ifMatch).orElseGet(Precondition.None::new);
  }

  static Trace trace(Request request) {
    Function<String, String> id = CommandHeaders::printable;
    return new Trace(
        request.header(CORRELATION, id).orElse(null),
        request.header(CAUSATION, id).orElse(null),
        traceparent(request));
  }

  /// What the command is for others: this request, if it is traced, else what the client sent.
  private static @Nullable String traceparent(Request request) {
    String here = Tracing.traceparent();
    return here == null ? request.traceparent().orElse(null) : here;
  }

  /// A key as a structured string.
  static String quoted(CommandId key) {
    return "\"" + key.value().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// How long the client waits, in seconds.
  ///
  /// @param timeMax what is waited at most, and if the client does not say
  static Duration timeout(Request request, Duration timeMax) {
    // An instance that is set otherwise may have sent it on with more, which no client asked for.
    boolean isSent = request.header(Forwarder.SHARD_TERM).isPresent();
    return request.header(TIMEOUT, text -> seconds(text, timeMax, isSent)).orElse(timeMax);
  }

  private static Duration seconds(String text, Duration timeMax, boolean isSent) {
    if (!SECONDS.matcher(text).matches()) {
      throw new InvalidValueException("Expected seconds such as 2 or 0.25, but was something else");
    }
    Duration timeout = Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValue());
    if (isSent && timeout.compareTo(timeMax) > 0) {
      return timeMax;
    }
    if (!timeout.isPositive() || timeout.compareTo(timeMax) > 0) {
      throw new InvalidValueException(
          "Expected more than 0 and at most %s seconds, but was %s"
              .formatted(BigDecimal.valueOf(timeMax.toMillis(), 3).toPlainString(), text));
    }
    return timeout;
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
