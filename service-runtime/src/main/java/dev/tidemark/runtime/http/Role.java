package dev.tidemark.runtime.http;

import io.javalin.security.RouteRole;

/// Who may use a route. Declared by every route; enforced in one place.
public enum Role implements RouteRole {
  /// A customer's program, for that customer.
  CLIENT,
  /// Brings in what happened elsewhere and earlier.
  IMPORTER,
  /// Runs the system.
  OPERATOR,
  /// Looks at everything, changes nothing.
  AUDITOR
}
