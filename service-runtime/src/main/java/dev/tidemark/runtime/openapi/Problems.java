package dev.tidemark.runtime.openapi;

/// What the statuses of problems mean here.
final class Problems {
  private Problems() {}

  static String meaning(int status) {
    return switch (status) {
      case 400 -> "The request is not valid; errors names what is wrong";
      case 404 -> "There is no such thing";
      case 409 -> "A rule refuses the command; code names it";
      case 410 -> "It is not there any more";
      case 412 -> "The precondition in If-Match does not hold";
      case 413 -> "The body is too large";
      case 415 -> "The content type is not supported";
      case 422 -> "The Idempotency-Key belongs to another command";
      case 429 -> "Too many requests from this client; see Retry-After";
      case 503 -> "Not now; send the same again after Retry-After seconds";
      default -> throw new IllegalArgumentException("Expected a meaning of status " + status);
    };
  }
}
