package dev.tidemark.query.changes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of server-sent events, as the standard describes it. Reads only when it is told to.
final class EventStream implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int BUFFER_BYTES = 4_096;

  /// An event that was dispatched.
  record Sent(String id, String event, JsonNode data) {
    String text(String field) {
      return data.path(field).asString("");
    }
  }

  private final Socket socket;
  private final BufferedReader lines;
  private final Map<String, String> headers = new HashMap<>();
  private int status;
  private String lastId = "";
  private int comments;

  private EventStream(Socket socket) throws IOException {
    this.socket = socket;
    this.lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), BUFFER_BYTES);
  }

  static EventStream open(int port, String query, String... headers) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(BUFFER_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    var request = new StringBuilder("GET /v1/changes" + query + " HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    var stream = new EventStream(socket);
    stream.readHead();
    return stream;
  }

  int status() {
    return status;
  }

  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /// Where to come back to.
  String lastId() {
    return lastId;
  }

  int comments() {
    return comments;
  }

  /// The body of a refusal.
  JsonNode problem() throws IOException {
    var body = new char[Integer.parseInt(header("Content-Length"))];
    int read = 0;
    while (read < body.length) {
      read += lines.read(body, read, body.length - read);
    }
    return MAPPER.readTree(new String(body));
  }

  Sent next() throws IOException {
    String event = "message";
    var data = new StringBuilder();
    while (true) {
      String line = lines.readLine();
      if (line == null) {
        throw new AssertionError("Expected another event, but the stream ended");
      }
      if (line.isEmpty() && !data.isEmpty()) {
        return new Sent(lastId, event, MAPPER.readTree(data.toString()));
      } else if (line.startsWith(":")) {
        comments++;
      } else if (line.startsWith("id: ")) {
        lastId = line.substring(4);
      } else if (line.startsWith("event: ")) {
        event = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data.append(line.substring(6));
      }
    }
  }

  List<Sent> next(int count) throws IOException {
    var sent = new ArrayList<Sent>();
    for (int i = 0; i < count; i++) {
      sent.add(next());
    }
    return sent;
  }

  /// All that comes until the server ends the stream.
  List<Sent> rest() throws IOException {
    var sent = new ArrayList<Sent>();
    do {
      sent.add(next());
    } while (!sent.getLast().event().matches("end|problem"));
    if (lines.readLine() != null) {
      throw new AssertionError("Expected nothing behind the end");
    }
    return sent;
  }

  /// One line, whatever it is; without its end.
  String line() throws IOException {
    String line = lines.readLine();
    if (line != null && line.startsWith("id: ")) {
      lastId = line.substring(4);
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void readHead() throws IOException {
    String statusLine = lines.readLine();
    status = Integer.parseInt(statusLine.split(" ")[1]);
    String line = lines.readLine();
    while (!line.isEmpty()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      line = lines.readLine();
    }
  }
}
