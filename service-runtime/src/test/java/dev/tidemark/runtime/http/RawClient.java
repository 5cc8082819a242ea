package dev.tidemark.runtime.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/// Sends bytes as they are, where a decent client would refuse to.
final class RawClient {
  private static final int TIMEOUT_MILLIS = 10_000;

  private RawClient() {}

  static String ask(int port, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return answer(socket);
    }
  }

  /// One byte every few milliseconds, until the other side has had enough.
  static String trickle(int port, String head, String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      for (int i = 0; i < body.length() && socket.getInputStream().available() == 0; i++) {
        out.write(body.charAt(i));
        out.flush();
        LockSupport.parkNanos(5_000_000);
      }
      return answer(socket);
    }
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
