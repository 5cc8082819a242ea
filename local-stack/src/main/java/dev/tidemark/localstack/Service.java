package dev.tidemark.localstack;

import java.util.Locale;

/// The programs of Tidemark itself.
public enum Service {
  COMMAND,
  PROJECTION,
  QUERY;

  /// As it is called in URLs, logs and folders.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  JavaProgram program() {
    return new JavaProgram(label() + "-service", "dev.tidemark." + label() + ".Main");
  }
}
