package dev.tidemark.projection.given;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/// Tells what a query service measures of its answers, and has one more from each tier every time.
public final class QueryServiceForTests implements AutoCloseable {
  private static final String METRICS =
      """
      # HELP tidemark_read_seconds How long answers took to make
      # TYPE tidemark_read_seconds histogram
      tidemark_read_seconds_bucket{http_route="/v1/users/{username}",source="near",le="+Inf"} %1$d
      tidemark_read_seconds_count{http_route="/v1/users/{username}",source="near"} %1$d
      tidemark_read_seconds_count{http_route="/v1/orders/{id}",source="near"} %1$d
      tidemark_read_seconds_count{http_route="/v1/orders/{id}",source="redis"} %1$d
      tidemark_read_seconds_count{http_route="/v1/orders",source="postgres"} %1$d
      tidemark_cache_gets_total{kind="orders",result="hit",tier="near"} %1$d.0
      tidemark_cache_gets_total{kind="orders",result="negative",tier="near"} %1$d.0
      tidemark_cache_gets_total{kind="orders",result="miss",tier="near"} %1$d.0
      tidemark_cache_gets_total{kind="orders",result="hit",tier="redis"} %1$d.0
      tidemark_cache_gets_total{kind="orders",result="miss",tier="redis"} %1$d.0
      """;

  private final AtomicLong told = new AtomicLong();
  private final HttpServer server;

  public QueryServiceForTests() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/metrics",
        exchange -> {
          try (exchange) {
            byte[] body = METRICS.formatted(told.incrementAndGet()).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  public String metrics() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/metrics";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
