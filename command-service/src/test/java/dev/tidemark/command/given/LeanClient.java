package dev.tidemark.command.given;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Posts at next to no cost of its own, so that what is measured is the service: bytes are written
/// as they are, connections are kept, and of an answer only status and length are looked at.
/// Thread-safe.
public final class LeanClient implements AutoCloseable {
  private static final int HEAD_BYTES_MAX = 16 << 10;
  private static final int ANSWER_MS_MAX = 30_000;

  private final URI base;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  public LeanClient(URI base) {
    this.base = base;
  }

  private record Connection(Socket socket, InputStream in) {}

  /// @param head request line and headers, but for `Host` and `Content-Length`; each ends with CRLF
  /// @return the status of the answer
  public int post(String head, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String whole = head + "Host: x\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body;
    Connection kept = idle.poll();
    Connection connection = kept == null ? connect() : kept;
    connection.socket().getOutputStream().write(whole.getBytes(StandardCharsets.UTF_8));
    return answer(connection);
  }

  private Connection connect() throws IOException {
    var socket = new Socket(base.getHost(), base.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(ANSWER_MS_MAX);
    return new Connection(socket, new BufferedInputStream(socket.getInputStream()));
  }

  private int answer(Connection connection) throws IOException {
    var lines = new ArrayDeque<String>();
    do {
      lines.add(line(connection.in()));
    } while (!lines.getLast().isEmpty());
    int length = 0;
    boolean ends = false;
    for (String line : lines) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
      ends |= line.equalsIgnoreCase("Connection: close");
    }
    connection.in().skipNBytes(length);
    if (ends) {
      connection.socket().close();
    } else {
      idle.push(connection);
    }
    return Integer.parseInt(lines.getFirst().split(" ", 3)[1]);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.length() > HEAD_BYTES_MAX) {
        throw new EOFException("Expected a line, but was " + line);
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    for (Connection each : idle) {
      each.socket().close();
    }
  }
}
