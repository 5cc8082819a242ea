package dev.tidemark.projection.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Statements that write rows, sent to PostgreSQL together and answered together, in their order.
///
/// Of a small batch most of the time is waiting: each answer wakes up a process here after one
/// there, and where processors are busy that takes longer than what was asked for. For one thread.
public final class Writes {
  private static final String AND_THEN = ";\n";

  private final Connection connection;
  private final List<String> statements = new ArrayList<>();
  private final List<Binding> bindings = new ArrayList<>();

  /// Sets one parameter.
  @FunctionalInterface
  interface Binding {
    void bind(PreparedStatement statement, int parameter) throws SQLException;
  }

  /// @param connection within a transaction of the caller's
  public Writes(Connection connection) {
    this.connection = connection;
  }

  /// For what must be asked, or copied, before.
  public Connection connection() {
    return connection;
  }

  /// @param parameters of the statement, in the order of its question marks
  void add(String statement, List<Binding> parameters) {
    statements.add(statement);
    bindings.addAll(parameters);
  }

  /// Sends what was added since the last time, and waits until all of it is done. If one of them
  /// fails, those after it are not done.
  public void send() throws SQLException {
    if (statements.isEmpty()) {
      return;
    }
    try (var all = connection.prepareStatement(String.join(AND_THEN, statements))) {
      for (int i = 0; i < bindings.size(); i++) {
        bindings.get(i).bind(all, i + 1);
      }
      all.execute();
    } finally {
      statements.clear();
      bindings.clear();
    }
  }
}
