package dev.tidemark.views.cache;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;

/// The names of the keys of one shard. The hash tag `{p}` keeps a shard on one Redis slot, so that
/// one script and one MGET can reach all of it.
public record CacheKeys(int shard) {
  public String user(Username username) {
    return prefix() + "user:" + username.value();
  }

  public String session(SessionId id) {
    return prefix() + "session:" + id;
  }

  public String order(OrderId id) {
    return prefix() + "order:" + id;
  }

  /// What has been written through; never expires.
  public String watermark() {
    return prefix() + "watermark";
  }

  /// The same text as the watermark while its writer is alive; expires within seconds. Without it
  /// nothing of the shard may be served from the cache.
  public String lease() {
    return prefix() + "lease";
  }

  private String prefix() {
    return "v1:{" + shard + "}:";
  }
}
