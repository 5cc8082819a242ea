package dev.tidemark.bench.freshness;

import dev.tidemark.events.EventTopic;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.Watermark;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// Where Redis stands, as readers see it: only a shard whose lease is alive counts. The script that
/// writes values moves the watermark.
final class RedisLook implements Sightings.Look {
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final String[] leases;

  RedisLook(String url, int shards) {
    this.client = RedisClient.create(url);
    this.connection = client.connect();
    this.leases =
        IntStream.range(0, shards)
            .mapToObj(shard -> new CacheKeys(1, shard).lease())
            .toArray(String[]::new);
  }

  @Override
  public Map<Integer, Long> next() {
    var next = new HashMap<Integer, Long>();
    var values = connection.sync().mget(leases);
    for (int shard = 0; shard < leases.length; shard++) {
      int at = shard;
      values
          .get(shard)
          .optional()
          .flatMap(Watermark::decode)
          .ifPresent(lease -> next.put(at, lease.nextPosition(EventTopic.ORDERS)));
    }
    return next;
  }

  @Override
  public void close() {
    client.close();
  }
}
