package dev.tidemark.command.handling;

/// What the client knows of the aggregate that its command is to change. One that a command is to
/// create has version 0.
public sealed interface Precondition {
  boolean holds(long version);

  /// The client knows nothing and asks for nothing.
  record None() implements Precondition {
    @Override
    public boolean holds(long version) {
      return true;
    }
  }

  record Exists() implements Precondition {
    @Override
    public boolean holds(long version) {
      return version > 0;
    }

    @Override
    public String toString() {
      return "any version";
    }
  }

  record AtVersion(long wanted) implements Precondition {
    @Override
    public boolean holds(long version) {
      return version == wanted;
    }

    @Override
    public String toString() {
      return "version " + wanted;
    }
  }
}
