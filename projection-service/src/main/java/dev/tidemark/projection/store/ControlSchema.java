package dev.tidemark.projection.store;

/// The tables that say which generations there are: one schema beside those of the views.
public final class ControlSchema {
  public static final String NAME = "tidemark";

  private ControlSchema() {}

  /// As [ViewSchema#migrate].
  public static void migrate(DatabaseSettings settings) {
    Migration.run(settings.control(), "control");
  }
}
