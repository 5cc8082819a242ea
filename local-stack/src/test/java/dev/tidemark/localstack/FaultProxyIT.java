package dev.tidemark.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Seen by a client of a real server.
class FaultProxyIT {
  private static final int PATIENCE_MS = 1_000;

  private static RedisServer redis;
  private static RedisServer another;
  private static DataDirectory directory;

  private FaultProxy proxy;
  private Socket client;

  @BeforeAll
  static void startServers() {
    directory = DataDirectory.temporary();
    redis = new RedisServer(directory, Ports.free());
    another = new RedisServer(directory, Ports.free());
    redis.start();
    another.start();
  }

  @AfterAll
  static void stopServers() {
    redis.close();
    another.close();
    directory.delete();
  }

  @BeforeEach
  void connect() throws IOException {
    proxy = new FaultProxy(redis.port());
    client = connected();
    assertThat(ask(client, "PING")).isEqualTo("+PONG");
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
  }

  @Test
  void aDelayHoldsUpBothDirections() throws Exception {
    proxy.delay(Duration.ofMillis(60));
    long start = System.nanoTime();
    assertThat(ask(client, "PING")).isEqualTo("+PONG");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(119));
  }

  @Test
  void aBlackHoleIsSilentAndWhatItSwallowedStaysLost() throws Exception {
    proxy.blackHole();
    assertThatThrownBy(() -> ask(client, "SET swallowed 1"))
        .isInstanceOf(SocketTimeoutException.class);
    try (Socket late = connected()) {
      assertThatThrownBy(() -> ask(late, "PING")).isInstanceOf(SocketTimeoutException.class);
    }
    proxy.pass();
    assertThat(ends(client)).isTrue();
    try (Socket next = connected()) {
      assertThat(ask(next, "EXISTS swallowed")).isEqualTo(":0");
    }
  }

  @Test
  void aCutRefusesUntilItPasses() throws Exception {
    proxy.cut();
    assertThat(ends(client)).isTrue();
    try (Socket refused = connected()) {
      assertThat(ends(refused)).isTrue();
    }
    proxy.pass();
    try (Socket next = connected()) {
      assertThat(ask(next, "PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void itLeadsToAnotherServer() throws Exception {
    assertThat(ask(client, "SET here 1")).isEqualTo("+OK");
    proxy.leadTo(another.port());
    assertThat(ends(client)).isTrue();
    try (Socket next = connected()) {
      assertThat(ask(next, "EXISTS here")).isEqualTo(":0");
    }
  }

  private Socket connected() throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(Ports.loopback(), proxy.port()));
    return socket;
  }

  private static String ask(Socket socket, String command) throws IOException {
    socket.setSoTimeout(PATIENCE_MS);
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    var line = new StringBuilder();
    int character = socket.getInputStream().read();
    while (character >= 0 && character != '\n') {
      line.append((char) character);
      character = socket.getInputStream().read();
    }
    return line.toString().strip();
  }

  /// Whether the other end closes it, in good order or not.
  private static boolean ends(Socket socket) throws IOException {
    socket.setSoTimeout(5_000);
    try {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
