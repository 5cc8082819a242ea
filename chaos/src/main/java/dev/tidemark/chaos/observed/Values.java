package dev.tidemark.chaos.observed;

import dev.tidemark.chaos.checker.Stores.Stored;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.Json;
import dev.tidemark.chaos.log.View;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the values of the cache: keys such as `g1:{3}:order:<id>`, values of a version of 20
/// digits and `{"schema":1,"sum":"…","view":…}`.
final class Values {
  private static final Pattern KEY =
      Pattern.compile("g[0-9]+:\\{[0-9]+}:(user|session|order):([^:]+)");
  private static final Pattern VALUE = Pattern.compile("([0-9]{20})(\\{.*})", Pattern.DOTALL);
  private static final int SCANNED = 1_000;

  private final String redisUrl;

  Values(String redisUrl) {
    this.redisUrl = redisUrl;
  }

  void each(Consumer<? super Stored> reader) {
    try (var client = RedisClient.create(redisUrl);
        var connection = client.connect()) {
      RedisCommands<String, String> redis = connection.sync();
      ScanArgs some = ScanArgs.Builder.limit(SCANNED);
      KeyScanCursor<String> cursor = redis.scan(some);
      read(redis, cursor, reader);
      while (!cursor.isFinished()) {
        cursor = redis.scan(ScanCursor.of(cursor.getCursor()), some);
        read(redis, cursor, reader);
      }
    }
  }

  private static void read(
      RedisCommands<String, String> redis,
      KeyScanCursor<String> cursor,
      Consumer<? super Stored> reader) {
    for (String key : cursor.getKeys()) {
      Matcher named = KEY.matcher(key);
      if (named.matches()) {
        String value = redis.get(key);
        if (value != null) {
          reader.accept(stored(resource(named.group(1)), named.group(2), value));
        }
      }
    }
  }

  static Stored stored(Resource resource, String id, String value) {
    Matcher parts = VALUE.matcher(value);
    if (!parts.matches()) {
      return new Stored(resource, id, 0, null, "expected a version and JSON, but was " + value);
    }
    long version = Long.parseLong(parts.group(1));
    JsonNode view = Json.object(parts.group(2)).path("view");
    try {
      return new Stored(resource, id, version, view(view), "");
    } catch (RuntimeException e) {
      return new Stored(resource, id, version, null, "expected a view, but " + e.getMessage());
    }
  }

  private static @Nullable View view(JsonNode json) {
    if (json.isMissingNode()) {
      throw new IllegalArgumentException("there is none");
    }
    return json.isNull() ? null : View.ofJson(json);
  }

  private static Resource resource(String name) {
    return switch (name) {
      case "user" -> Resource.USER;
      case "session" -> Resource.SESSION;
      case String _ -> Resource.ORDER;
    };
  }
}
