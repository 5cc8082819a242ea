package dev.tidemark.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisServerIT {
  private final DataDirectory directory = DataDirectory.temporary();
  private final int port = Ports.free();
  private final RedisServer redis = new RedisServer(directory, port);

  @AfterEach
  void stop() {
    redis.close();
    directory.delete();
  }

  @Test
  void itRunsLua() throws IOException {
    redis.start();

    assertThat(ask("EVAL \"return redis.call('GETRANGE', KEYS[1], 0, 1) == ''\" 1 k"))
        .isEqualTo(":1");
  }

  @Test
  void itIsEmptyAfterEveryStart() throws IOException {
    redis.start();
    assertThat(ask("SET k v")).isEqualTo("+OK");

    redis.restart();

    assertThat(ask("GET k")).isEqualTo("$-1");
  }

  @Test
  void aPausedServerIsSilentUntilItIsResumed() throws IOException {
    redis.start();

    redis.pause();
    assertThatThrownBy(() -> ask("PING")).isInstanceOf(SocketTimeoutException.class);
    redis.resume();

    assertThat(ask("PING")).isEqualTo("+PONG");
  }

  @Test
  void aPausedServerCanBeStopped() {
    redis.start();
    redis.pause();

    redis.stop();

    assertThat(redis.isAlive()).isFalse();
  }

  @Test
  void aTakenPortIsRefusedNamingTheHolder() throws IOException {
    try (var holder = new ServerSocket(port, 1, Ports.loopback())) {
      assertThatThrownBy(redis::start)
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining("Expected port " + holder.getLocalPort() + " to be free");
    }
    redis.start();
    assertThat(redis.isAlive()).isTrue();
  }

  private String ask(String command) throws IOException {
    try (var socket = new Socket(Ports.loopback(), port)) {
      socket.setSoTimeout(500);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
