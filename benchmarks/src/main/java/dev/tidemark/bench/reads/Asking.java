package dev.tidemark.bench.reads;

import dev.tidemark.bench.harness.Client;
import dev.tidemark.bench.harness.ClosedLoop;
import dev.tidemark.bench.harness.HttpConnection;
import dev.tidemark.bench.harness.Turn;
import dev.tidemark.bench.harness.Way;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Ways to read: as many clients, each waiting for its answer.
final class Asking {
  static final String UNIT = "reads/s";

  private static final int OK = 200;
  private static final int TURNED_AWAY = 503;

  private Asking() {}

  static Way of(int clients, Client.Maker maker) {
    return time -> Turn.of(UNIT, ClosedLoop.run(clients, time, maker).perSecond());
  }

  /// @param requests made before, so that this is not measured; asked one after the other
  static Way http(int clients, URI service, List<byte[]> requests) {
    return of(clients, number -> new Http(service, requests, number));
  }

  /// Says where a read was answered from.
  ///
  /// @throws IOException if it was not answered from there, however often it was asked
  static void require(String source, URI service, byte[] request) throws IOException {
    String last = "";
    try (var connection = new HttpConnection(service)) {
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (System.nanoTime() - end < 0) {
        int status = connection.ask(request);
        last = status + " from " + connection.header("Tidemark-Source");
        if (status == OK && connection.header("Tidemark-Source").equals(source)) {
          return;
        }
      }
    }
    throw new IOException("Expected an answer from %s, but was %s".formatted(source, last));
  }

  private static final class Http implements Client {
    private final HttpConnection connection;
    private final List<byte[]> requests;
    private int next;

    Http(URI service, List<byte[]> requests, int first) {
      this.connection = new HttpConnection(service);
      this.requests = requests;
      this.next = first;
    }

    @Override
    public int once() throws IOException {
      int status = connection.ask(requests.get(Math.floorMod(next++, requests.size())));
      if (status != OK && status != TURNED_AWAY) {
        throw new IOException("Expected 200, but was %d %s".formatted(status, connection.text()));
      }
      return status == OK ? 1 : 0;
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
