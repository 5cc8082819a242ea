package dev.tidemark.runtime.http;

import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;

/// Problems for what the server itself refuses, before or beside any handler.
final class Statuses {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private Statuses() {}

  static Problem problem(int status) {
    return switch (status) {
      case 404 -> Problem.notFound("Expected a path of this service, but there is none such");
      case 405 ->
          Problem.of(
              405,
              "method-not-allowed",
              "The method is not allowed here",
              "Expected one of the methods that Allow names");
      case 408 ->
          Problem.of(
              408, "too-slow", "The request is too slow", "Expected the request to arrive sooner");
      case 413 -> Problem.tooLarge("Expected a smaller body");
      case 414, 431 ->
          Problem.of(
              status,
              "too-large",
              "The request is too large",
              "Expected a request line and headers of at most 32 KiB in all");
      case 415 -> Problem.unsupportedMediaType("Expected another content type");
      case 503 -> Problem.unavailable("Expected to serve, but the service is busy", RETRY_AFTER);
      default ->
          status >= 500
              ? Problem.of(
                  status,
                  "internal-error",
                  "Something went wrong on our side",
                  "Please try again later")
              : Problem.of(
                  status,
                  "invalid-request",
                  "The request is not valid",
                  "Expected a well-formed request, unambiguously addressed");
    };
  }
}
