package dev.tidemark.runtime.settings;

import java.util.List;

/// The settings are wrong. Every problem is named, so that one start tells all there is to mend.
public final class SettingsException extends RuntimeException {
  private final List<String> problems;

  public SettingsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /// One sentence for each, beginning with the name of the setting.
  public List<String> problems() {
    return problems;
  }
}
