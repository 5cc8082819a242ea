package dev.tidemark.projection.cache;

/// The cache did not do what was asked, or may have done it without saying so. Either way, what it
/// holds of the shard must be found out anew.
public final class CacheException extends RuntimeException {
  CacheException(String message) {
    super(message);
  }

  CacheException(String message, Throwable cause) {
    super(message, cause);
  }
}
