package dev.tidemark.bench.shop;

import dev.tidemark.bench.harness.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Customers whose names differ by a number.
///
/// @param name that all of them begin with
/// @param count how many there are, from number 0 on
public record Customers(String name, int count) {
  private static final int IN_BULK_MAX = 500;

  /// Numbers in a row become as far apart as can be.
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /// @param number any: there are as many as there are
  public String username(long number) {
    return name + Math.floorMod(number, count);
  }

  /// As in a real shop, where few customers place most orders: of a hundred, the first places about
  /// a fifth of them, and the first twenty more than half.
  ///
  /// @param number of an order; the same number is always the same customer's
  public String skewed(long number) {
    double place = ((number * SPREAD) >>> 11) * 0x1.0p-53;
    return username((long) (count * place * place * place));
  }

  /// Registers all of them, or none anew that is there already.
  public void register(URI commands) throws IOException {
    try (var connection = new HttpConnection(commands)) {
      for (int from = 0; from < count; from += IN_BULK_MAX) {
        List<String> lines =
            IntStream.range(from, Math.min(count, from + IN_BULK_MAX))
                .mapToObj(this::registration)
                .toList();
        int status = connection.ask(bulk(lines));
        long registered =
            connection.text().lines().filter(line -> line.contains("\"status\":201")).count();
        if (status != 200 || registered != lines.size()) {
          throw new IOException(
              "Expected %d customers to be registered, but were %d: %d %s"
                  .formatted(
                      lines.size(), registered, status, connection.text().lines().findFirst()));
        }
      }
    }
  }

  private String registration(int number) {
    String username = username(number);
    return """
    {"command":"user.register","idempotencyKey":"register-%s","body":{"username":"%s","country":"France"}}\
    """
        .formatted(username, username);
  }

  private static byte[] bulk(List<String> lines) {
    byte[] body = lines.stream().collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    return HttpConnection.post(
        "/v1/commands", Map.of("Content-Type", "application/x-ndjson"), body);
  }
}
