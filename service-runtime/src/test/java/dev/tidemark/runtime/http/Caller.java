package dev.tidemark.runtime.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client that asks one thing after the other, until nobody listens any more.
///
/// @param keepsConnections whether it asks again on the same connection, as long as the server does
///   not say that it ends it
record Caller(int port, String path, boolean keepsConnections) implements Callable<Caller.Seen> {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
  private static final Pattern LAST = Pattern.compile("(?i)connection: close");

  /// @param statuses of whole answers
  /// @param unanswered connections that ended before a byte of an answer came
  /// @param cut what was read of answers that broke off
  record Seen(List<Integer> statuses, int unanswered, List<String> cut) {}

  @Override
  public Seen call() throws IOException {
    var statuses = new ArrayList<Integer>();
    var cut = new ArrayList<String>();
    int unanswered = 0;
    while (true) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        if (!isAnsweredToItsEnd(socket, statuses, cut)) {
          unanswered++;
        }
      } catch (ConnectException refused) {
        return new Seen(statuses, unanswered, cut);
      } catch (SocketException reset) {
        // It stood in the queue of a socket that was closed just then.
        unanswered++;
      }
    }
  }

  /// @return false if a request got no answer
  private boolean isAnsweredToItsEnd(Socket socket, List<Integer> statuses, List<String> cut)
      throws IOException {
    var in = new BufferedInputStream(socket.getInputStream());
    String head;
    do {
      var read = new StringBuilder();
      try {
        String connection = keepsConnections ? "" : "Connection: close\r\n";
        socket
            .getOutputStream()
            .write(
                "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n"
                    .formatted(path, connection)
                    .getBytes(US_ASCII));
        readHead(in, read);
        readBody(in, read);
      } catch (EOFException | SocketException e) {
        if (!read.isEmpty()) {
          cut.add(read.toString());
        }
        return !read.isEmpty();
      }
      head = read.toString();
      statuses.add(Integer.parseInt(head.split(" ")[1]));
    } while (!LAST.matcher(head).find());
    return true;
  }

  private static void readHead(InputStream in, StringBuilder read) throws IOException {
    while (read.indexOf("\r\n\r\n") < 0) {
      read.append((char) next(in));
    }
  }

  private static void readBody(InputStream in, StringBuilder read) throws IOException {
    Matcher length = LENGTH.matcher(read);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    for (int i = 0; i < bytes; i++) {
      read.append((char) next(in));
    }
  }

  private static int next(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException();
    }
    return next;
  }
}
