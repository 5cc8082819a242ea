package dev.tidemark.bench.harness;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One connection of a client to an HTTP server, at next to no cost of its own: bytes are written
/// as they are, and of an answer only status and length are looked at. Clients share the machine
/// with what is measured, so what they cost is in every figure. For one thread.
public final class HttpConnection implements AutoCloseable {
  private static final int ANSWER_MS_MAX = 60_000;
  private static final int CONNECT_MS_MAX = 5_000;
  private static final int FIRST_BYTES = 64 << 10;
  private static final int ANSWER_BYTES_MAX = 64 << 20;
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final InetSocketAddress address;
  private @Nullable Socket socket;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int bodyFrom;
  private int bodyTo;

  /// Connects with the first request.
  public HttpConnection(URI base) {
    this.address = new InetSocketAddress(base.getHost(), base.getPort());
  }

  /// @param target path and query
  public static byte[] get(String target) {
    return ("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] get(String target, Map<String, String> headers) {
    return (head("GET", target, headers) + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] post(String target, Map<String, String> headers, byte[] body) {
    var request = new ByteArrayOutputStream(body.length + 512);
    request.writeBytes(
        (head("POST", target, headers) + "Content-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    return request.toByteArray();
  }

  /// Sends a whole request, and reads the whole answer to it.
  ///
  /// @return the status
  public int ask(byte[] request) throws IOException {
    Socket open = connected();
    try {
      open.getOutputStream().write(request);
      return answer(open.getInputStream());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// The body of the last answer.
  public byte[] body() {
    return Arrays.copyOfRange(bytes, bodyFrom, bodyTo);
  }

  public String text() {
    return new String(bytes, bodyFrom, bodyTo - bodyFrom, StandardCharsets.UTF_8);
  }

  /// How often this stands in the body of the last answer.
  public int count(byte[] part) {
    int count = 0;
    for (int i = bodyFrom; i + part.length <= bodyTo; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        count++;
        i += part.length - 1;
      }
    }
    return count;
  }

  /// A header of the last answer; empty if it has none of this name.
  public String header(String name) {
    return new String(bytes, 0, bodyFrom, StandardCharsets.US_ASCII)
        .lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() throws IOException {
    Socket open = socket;
    socket = null;
    if (open != null) {
      open.close();
    }
  }

  private static String head(String method, String target, Map<String, String> headers) {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.toString();
  }

  private Socket connected() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket();
      open.setTcpNoDelay(true);
      open.setSoTimeout(ANSWER_MS_MAX);
      open.connect(address, CONNECT_MS_MAX);
      socket = open;
    }
    return open;
  }

  private int answer(InputStream in) throws IOException {
    int read = 0;
    int head = -1;
    while (head < 0) {
      require(read + 1);
      int more = in.read(bytes, read, bytes.length - read);
      if (more < 0) {
        throw new EOFException("Expected an answer, but the connection was closed");
      }
      int searchFrom = Math.max(3, read);
      read += more;
      head = endOfHead(searchFrom, read);
    }
    int length = length(head);
    require(head + length);
    int left = head + length - read;
    if (left > 0 && in.readNBytes(bytes, read, left) < left) {
      throw new EOFException("Expected a whole answer, but the connection was closed");
    }
    bodyFrom = head;
    bodyTo = head + length;
    if (find(CLOSE, head) >= 0) {
      close();
    }
    return Integer.parseInt(new String(bytes, STATUS_AT, 3, StandardCharsets.US_ASCII));
  }

  private void require(int length) throws IOException {
    if (length > ANSWER_BYTES_MAX) {
      throw new IOException(
          "Expected at most %d bytes, but there are more".formatted(ANSWER_BYTES_MAX));
    }
    if (length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
    }
  }

  private int endOfHead(int from, int read) {
    for (int i = from; i < read; i++) {
      if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /// None means no body: that is so for the answers of our servers.
  private int length(int head) {
    int at = find(LENGTH, head);
    if (at < 0) {
      return 0;
    }
    int length = 0;
    for (int i = at + LENGTH.length; bytes[i] != '\r'; i++) {
      length = bytes[i] == ' ' ? length : length * 10 + (bytes[i] - '0');
    }
    return length;
  }

  /// Where a line begins with this, whatever the case of its letters: these differ in one bit.
  private int find(byte[] start, int head) {
    for (int line = 0; line < head - start.length; line++) {
      if (bytes[line] != '\n') {
        continue;
      }
      int same = 0;
      while (same < start.length && (bytes[line + 1 + same] | 0x20) == (start[same] | 0x20)) {
        same++;
      }
      if (same == start.length) {
        return line + 1;
      }
    }
    return -1;
  }
}
