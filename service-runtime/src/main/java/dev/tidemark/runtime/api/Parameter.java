package dev.tidemark.runtime.api;

/// What a request may carry beside its body.
///
/// @param repeated whether it may be there several times, each with one more value
public record Parameter(
    Place in, String name, Shape shape, boolean required, boolean repeated, String summary) {
  public enum Place {
    PATH,
    QUERY,
    HEADER
  }

  public static Parameter path(String name, Class<?> type, String summary) {
    return new Parameter(Place.PATH, name, Shape.of(type), true, false, summary);
  }

  public static Parameter query(String name, Shape shape, String summary) {
    return new Parameter(Place.QUERY, name, shape, false, false, summary);
  }

  public static Parameter header(String name, Shape shape, String summary) {
    return new Parameter(Place.HEADER, name, shape, false, false, summary);
  }

  public Parameter mandatory() {
    return new Parameter(in, name, shape, true, repeated, summary);
  }

  public Parameter repeatable() {
    return new Parameter(in, name, shape, required, true, summary);
  }
}
