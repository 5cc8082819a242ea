package dev.tidemark.chaos.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One command to a Redis on this machine, by its inline protocol, past all proxies.
final class RedisTalk {
  private static final int PATIENCE_MS = 5_000;

  private RedisTalk() {}

  /// @param command in words without blanks, such as `CONFIG SET maxmemory 0`
  /// @return the first line of the answer, or the bulk string that it announces
  static String say(int port, String command) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      var answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return read(answer, command);
    }
  }

  private static String read(BufferedReader answer, String command) throws IOException {
    String first = answer.readLine();
    if (first == null || first.startsWith("-")) {
      throw new IOException("Expected Redis to do " + command + ", but it said " + first);
    }
    if (!first.startsWith("$")) {
      return first;
    }
    var bulk = new char[Integer.parseInt(first.substring(1))];
    int length = 0;
    while (length < bulk.length) {
      int read = answer.read(bulk, length, bulk.length - length);
      if (read < 0) {
        throw new IOException("Expected all of the answer to " + command + ", but it was cut");
      }
      length += read;
    }
    return new String(bulk);
  }
}
