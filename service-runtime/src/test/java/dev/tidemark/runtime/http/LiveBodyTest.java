package dev.tidemark.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.metrics.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers that go on.
class LiveBodyTest {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final HttpServer server =
      HttpServer.start(
          // No stop gets through by patience.
          new HttpSettings(
              "127.0.0.1",
              0,
              1,
              100,
              Duration.ofMinutes(5),
              Duration.ofSeconds(1),
              Duration.ZERO,
              Duration.ofMinutes(5),
              false),
          List.of(
              route("/patient", new Patient()),
              route("/flood", new Flood()),
              route("/broken", new Broken())),
          new Health(),
          new Metrics(),
          0);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anAnswerThatGoesOnArrivesBitByBitAndTakesNoPlace() throws Exception {
    try (var first = ask("GET /patient")) {
      assertThat(linesUntil(first, "hello"))
          .contains("HTTP/1.1 200 OK", "Content-Type: text/plain");
      try (var second = ask("GET /patient")) {
        assertThat(linesUntil(second, "hello")).contains("HTTP/1.1 200 OK");
      }
    }
  }

  @Test
  void itsHeadIsOnlyItsHead() throws Exception {
    try (var socket = ask("HEAD /patient")) {
      assertThat(linesUntil(socket, "")).contains("HTTP/1.1 200 OK");
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aStopAsksItToEndAndItsLastWordsArrive() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        var socket = ask("GET /patient")) {
      var lines = reader(socket);
      readUntil(lines, "hello");
      var stopped = executor.submit(server::close);
      assertThat(lines.lines()).containsExactly("goodbye");
      stopped.get(10, TimeUnit.SECONDS);
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aClientThatTakesNothingDoesNotHoldUpAStop() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        var socket = ask("GET /flood")) {
      linesUntil(socket, "");
      var stopped = executor.submit(server::close);
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      stopped.get(20, TimeUnit.SECONDS);
      assertThat(closed.await(1, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aClientThatIsGoneEndsIt() throws Exception {
    try (var socket = ask("GET /flood")) {
      linesUntil(socket, "");
    }
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aMistakeInItEndsItAndNothingElse() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (var socket = ask("GET /broken")) {
        assertThat(reader(socket).lines()).contains("HTTP/1.1 200 OK", "x");
      }
    }
  }

  private static Route route(String path, LiveBody body) {
    return Route.of(Route.Method.GET, path, Role.CLIENT, _ -> Answer.live("text/plain", body));
  }

  private Socket ask(String request) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write((request + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(UTF_8));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  private static List<String> linesUntil(Socket socket, String last) throws IOException {
    return readUntil(reader(socket), last);
  }

  private static List<String> readUntil(BufferedReader lines, String last) throws IOException {
    var read = new ArrayList<String>();
    String line = lines.readLine();
    while (line != null) {
      read.add(line);
      if (line.equals(last)) {
        return read;
      }
      line = lines.readLine();
    }
    throw new AssertionError("Expected a line '" + last + "', but the answer ended: " + read);
  }

  /// Says hello, waits until it is asked to end, says goodbye.
  private final class Patient implements LiveBody {
    @Override
    public void writeTo(OutputStream out) throws IOException, InterruptedException {
      out.write("hello\n".getBytes(UTF_8));
      out.flush();
      asked.await();
      out.write("goodbye\n".getBytes(UTF_8));
    }

    @Override
    public void end() {
      asked.countDown();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  /// Writes and writes, whoever asks.
  private final class Flood implements LiveBody {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      var much = new byte[100_000];
      while (true) {
        out.write(much);
        out.flush();
      }
    }

    @Override
    public void end() {
      asked.countDown();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static final class Broken implements LiveBody {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write("x\n".getBytes(UTF_8));
      out.flush();
      throw new IllegalStateException("a mistake");
    }

    @Override
    public void end() {}

    @Override
    public void close() {}
  }
}
