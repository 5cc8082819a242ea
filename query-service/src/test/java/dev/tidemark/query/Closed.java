package dev.tidemark.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One connection of a client who asks again as soon as it was answered, and looks at nothing but
/// the status: so little of the machine goes to the client. For one thread.
final class Closed implements AutoCloseable {
  private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] bytes = new byte[1 << 20];

  Closed(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  static byte[] request(String target) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
        .formatted(target)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// @return whether it was answered with 200; else it was turned away with 503
  boolean ask(byte[] request) throws IOException {
    out.write(request);
    int read = 0;
    int headers = -1;
    while (headers < 0) {
      int more = in.read(bytes, read, bytes.length - read);
      if (more < 0) {
        throw new IOException("The connection was closed");
      }
      read += more;
      headers = endOfHeaders(read);
    }
    if (bytes[STATUS_AT] != '2' && bytes[STATUS_AT] != '5') {
      throw new IOException(new String(bytes, 0, read, StandardCharsets.UTF_8));
    }
    int left = headers + length(headers) - read;
    if (left > 0 && in.readNBytes(bytes, read, left) < left) {
      throw new IOException("The connection was closed");
    }
    return bytes[STATUS_AT] == '2';
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private int endOfHeaders(int read) {
    for (int i = 3; i < read; i++) {
      if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private int length(int headers) throws IOException {
    for (int i = 0; i < headers - LENGTH.length; i++) {
      if (bytes[i] == '\n' && isLength(i + 1)) {
        int from = i + 1 + LENGTH.length;
        int to = from;
        while (bytes[to] != '\r') {
          to++;
        }
        return Integer.parseInt(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
      }
    }
    throw new IOException("Expected Content-Length, but there is none");
  }

  /// ASCII letters differ in one bit by case.
  private boolean isLength(int at) {
    byte[] there = Arrays.copyOfRange(bytes, at, at + LENGTH.length);
    for (int i = 0; i < there.length; i++) {
      if ((there[i] | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }
}
