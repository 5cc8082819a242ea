package dev.tidemark.bench.commands;

import dev.tidemark.bench.harness.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;

/// How many events the command service commits together, by what it says of itself.
///
/// @param events all so far
/// @param transactions in which they were committed
record Groups(double events, double transactions) {
  private static final String EVENTS = "tidemark_group_events_";

  /// @param metrics where the service says it
  static Groups of(URI metrics) throws IOException {
    try (var connection = new HttpConnection(metrics)) {
      int status = connection.ask(HttpConnection.get(metrics.getPath()));
      if (status != 200) {
        throw new IOException("Expected 200, but was " + status);
      }
      String text = connection.text();
      return new Groups(figure(text, EVENTS + "sum"), figure(text, EVENTS + "count"));
    }
  }

  /// The average since an earlier look: one at least.
  int sizeSince(Groups earlier) {
    double groups = transactions - earlier.transactions;
    return groups == 0 ? 1 : (int) Math.max(1, Math.round((events - earlier.events) / groups));
  }

  private static double figure(String text, String name) throws IOException {
    var line = Pattern.compile("(?m)^%s(?:\\{[^}]*})? (\\S+)$".formatted(name)).matcher(text);
    if (!line.find()) {
      throw new IOException("Expected the service to measure " + name + ", but it does not");
    }
    return Double.parseDouble(line.group(1));
  }
}
