package dev.tidemark.query;

import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.PostgresServer;
import dev.tidemark.query.cache.Guards;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.health.Health.Phase;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A query service inside the test, on a free port, with a clock that the test sets.
final class RunningQueries implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// An answer, with its body parsed.
  record Got(int status, JsonNode body, HttpResponse<String> response, Duration took) {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String source() {
      return header("Tidemark-Source");
    }

    String token() {
      return header("Consistency-Token");
    }

    String code() {
      return body.path("code").asString("");
    }
  }

  final AtomicReference<Instant> now = new AtomicReference<>(Samples.NOON);

  private final Lifecycle lifecycle = new Lifecycle();
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;

  /// A Redis in which no projection keeps a lease, so that nobody is answered from it: what tests
  /// of the cache leave there must not be found by others.
  static String redisOfNobody() {
    return LocalStack.shared().redis().url() + "/1";
  }

  /// Without the near cache, unless `more` switches it on.
  RunningQueries(PostgresServer postgres, String url, String redisUrl, Map<String, String> more) {
    this(postgres, url, redisUrl, more, Guards.ALL);
  }

  RunningQueries(
      PostgresServer postgres,
      String url,
      String redisUrl,
      Map<String, String> more,
      Guards guards) {
    var environment = new HashMap<String, String>();
    environment.put("POSTGRES_URL", url);
    environment.put("POSTGRES_USER", postgres.user());
    environment.put("POSTGRES_PASSWORD", postgres.password());
    environment.put("REDIS_URL", redisUrl);
    // Nobody listens there: most tests read views, which need no log.
    environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    environment.put("HTTP_PORT", "0");
    environment.put("HTTP_ADMIN_PORT", "0");
    environment.put("QUERY_TOKEN_WAIT", "700ms");
    // Long enough for a machine that is busy with other tests.
    environment.put("QUERY_REDIS_TIMEOUT", "400ms");
    environment.put("QUERY_NEAR_BYTES_MAX", "0");
    environment.putAll(more);
    var settings = new Settings(environment, "QUERY_");
    QuerySettings read = QuerySettings.read(settings);
    settings.refuseIfWrong();
    try {
      server = new QueryService(read, now::get, new Random(7), guards).start(lifecycle);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    lifecycle.health().become(Phase.SERVING, "test");
  }

  static Predicate<Got> fromRedis() {
    return answer -> answer.source().equals("redis");
  }

  Got get(String path, String... headers) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<String> response = text(path, headers);
    var took = Duration.ofNanos(System.nanoTime() - start);
    JsonNode body =
        response.body().isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(response.body());
    return new Got(response.statusCode(), body, response, took);
  }

  int port() {
    return server.port();
  }

  /// An answer as it comes.
  HttpResponse<String> text(String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(path, headers).build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(10));
    return headers.length > 0 ? request.headers(headers) : request;
  }

  @Override
  public void close() {
    client.close();
    lifecycle.close();
  }
}
