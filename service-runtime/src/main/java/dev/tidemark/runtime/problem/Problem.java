package dev.tidemark.runtime.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Why a request was not done, as RFC 9457 has it.
///
/// @param code stable, for programs: a general one such as `invalid-request`, or the rule that
///   refused, such as `username-taken`. It ends the problem's type URI too
/// @param detail for people: `Expected …, but …`
/// @param errors the fields that are wrong, if it is about fields
/// @param headers sent along, such as `Retry-After`
public record Problem(
    int status,
    String code,
    String title,
    String detail,
    List<FieldError> errors,
    Map<String, String> headers) {
  /// What every problem's type begins with.
  public static final String TYPE_BASE = "https://tidemark.dev/problems/";

  public Problem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  public static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, List.of(), Map.of());
  }

  public static Problem invalidRequest(String detail) {
    return of(400, "invalid-request", "The request is not valid", detail);
  }

  /// One field is wrong.
  public static Problem invalidField(String field, String rule) {
    return invalidRequest(field + ": " + rule).withErrors(List.of(new FieldError(field, rule)));
  }

  public static Problem notFound(String detail) {
    return of(404, "not-found", "There is no such thing", detail);
  }

  /// A rule of the domain refused.
  ///
  /// @param code of the rule
  public static Problem refused(String code, String detail) {
    return of(409, code, "The command was refused", detail);
  }

  public static Problem preconditionFailed(String detail) {
    return of(412, "precondition-failed", "The precondition does not hold", detail);
  }

  public static Problem tooLarge(String detail) {
    return of(413, "too-large", "The request is too large", detail);
  }

  public static Problem unsupportedMediaType(String detail) {
    return of(415, "unsupported-media-type", "The content type is not supported", detail);
  }

  /// Another instance would have to answer.
  public static Problem misdirected(String detail) {
    return of(421, "misdirected", "Another instance decides this", detail);
  }

  public static Problem idempotencyKeyReused(String detail) {
    return of(422, "idempotency-key-reused", "The idempotency key was used before", detail);
  }

  /// The outcome is not known: the same key, sent again, will tell it.
  public static Problem notDecided(String detail, Duration retryAfter) {
    return of(503, "not-decided", "The command was not decided", detail).retryAfter(retryAfter);
  }

  public static Problem notCaughtUp(String detail, Duration retryAfter) {
    return of(503, "not-caught-up", "The views have not caught up", detail).retryAfter(retryAfter);
  }

  public static Problem unavailable(String detail, Duration retryAfter) {
    return of(503, "unavailable", "The service cannot answer now", detail).retryAfter(retryAfter);
  }

  public Problem withErrors(List<FieldError> newErrors) {
    return new Problem(status, code, title, detail, newErrors, headers);
  }

  public Problem withHeader(String name, String value) {
    var more = new TreeMap<>(headers);
    more.put(name, value);
    return new Problem(status, code, title, detail, errors, more);
  }

  /// Whole seconds, at least one: a client told 0 would hammer.
  private Problem retryAfter(Duration wait) {
    return withHeader("Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
  }

  public ProblemException exception() {
    return new ProblemException(this);
  }
}
