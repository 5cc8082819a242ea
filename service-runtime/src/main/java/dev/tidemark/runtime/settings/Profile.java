package dev.tidemark.runtime.settings;

/// What a process is run for, and so what it refuses to start with.
public enum Profile {
  /// Whatever works is taken.
  DEVELOPMENT,
  /// What could lose acknowledged events, or be read or guessed by others, is refused.
  PRODUCTION
}
