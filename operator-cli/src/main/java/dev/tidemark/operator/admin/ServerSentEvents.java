package dev.tidemark.operator.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A stream of server-sent events as the query service sends them: one line of data each. For one
/// thread.
final class ServerSentEvents implements AutoCloseable {
  /// @param id of the place behind it
  /// @param name empty if only the id moves
  /// @param caughtUp whether all that was there at first has been sent
  record Sent(String id, String name, String data, boolean caughtUp) {}

  private static final String CAUGHT_UP = ": caught-up";

  private final BufferedReader lines;

  ServerSentEvents(InputStream stream) {
    lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /// The next one; empty at the end of the stream.
  Optional<Sent> next() throws IOException {
    String id = "";
    String name = "";
    String data = "";
    boolean caughtUp = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && !(id.isEmpty() && name.isEmpty())) {
        return Optional.of(new Sent(id, name, data, caughtUp));
      }
      caughtUp |= line.equals(CAUGHT_UP);
      int colon = line.indexOf(": ");
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 2);
      switch (field) {
        case "id" -> id = value;
        case "event" -> name = value;
        case "data" -> data = value;
        case String other -> {}
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
