package dev.tidemark.query.cache;

/// What keeps answers from the caches right, each of which can be switched off, so that the tests
/// that prove it are seen to notice when it is missing. Services have [#ALL].
///
/// @param tokens values are served only to readers whose token they have reached
/// @param lease values from Redis are served only under a lease
/// @param fence the near cache refuses values that the log may have overtaken
public record Guards(boolean tokens, boolean lease, boolean fence) {
  public static final Guards ALL = new Guards(true, true, true);
}
