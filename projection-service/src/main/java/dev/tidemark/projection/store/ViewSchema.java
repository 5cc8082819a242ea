package dev.tidemark.projection.store;

/// The tables of one generation of views, brought to the version that this code knows.
public final class ViewSchema {
  private ViewSchema() {}

  /// Creates the schema, or applies what is new. Safe to be run by several instances at once.
  ///
  /// @throws StoreException.Unavailable if PostgreSQL cannot be reached: trying again may help
  /// @throws IllegalStateException if the schema is not as this code expects it; the message says
  ///   what to do
  public static void migrate(DatabaseSettings settings) {
    Migration.run(settings, "migrations");
  }
}
