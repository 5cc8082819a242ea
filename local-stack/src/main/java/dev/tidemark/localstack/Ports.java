package dev.tidemark.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// TCP ports of the loopback interface.
public final class Ports {
  /// Above lies the range from which the kernel takes the near end of outgoing connections: a port
  /// from there may be gone between our looking and the server's binding.
  private static final int FREE_FROM = 20_000;

  private static final int FREE_BELOW = 32_000;
  private static final int ATTEMPTS_MAX = 1_000;
  private static final int CONNECT_MS_MAX = 200;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /// A port that nobody listens on and that this JVM gave to nobody else.
  public static int free() {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FREE_FROM, FREE_BELOW);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "Expected a free port in %d..%d, but found none in %d attempts"
            .formatted(FREE_FROM, FREE_BELOW - 1, ATTEMPTS_MAX));
  }

  public static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, loopback())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  static void requireFree(int port) {
    if (!isFree(port)) {
      throw new PortTakenException(port);
    }
  }

  public static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(loopback(), port), CONNECT_MS_MAX);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static InetAddress loopback() {
    return InetAddress.ofLiteral("127.0.0.1");
  }
}
