package dev.tidemark.chaos.planted;

import dev.tidemark.chaos.observed.Addresses;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import java.util.function.UnaryOperator;

/// Mistakes in Redis.
final class SpoiltValues {
  private SpoiltValues() {}

  static void change(Addresses addresses) {
    one(
        addresses,
        "*:order:*",
        value -> value.replaceFirst("\"status\":\"[a-z]+\"", "\"status\":\"lost\""));
  }

  static void deny(Addresses addresses) {
    one(addresses, "*:user:*", value -> value.replaceFirst("\"view\":\\{.*}}$", "\"view\":null}"));
  }

  private static void one(Addresses addresses, String keys, UnaryOperator<String> spoilt) {
    try (var client = RedisClient.create(addresses.redisUrl());
        var connection = client.connect()) {
      var redis = connection.sync();
      var found = ScanIterator.scan(redis, ScanArgs.Builder.matches(keys));
      while (found.hasNext()) {
        String key = found.next();
        String value = redis.get(key);
        if (value != null && !spoilt.apply(value).equals(value)) {
          redis.set(key, spoilt.apply(value));
          return;
        }
      }
    }
    throw new IllegalStateException("Expected a value to spoil, but there is none at " + keys);
  }
}
