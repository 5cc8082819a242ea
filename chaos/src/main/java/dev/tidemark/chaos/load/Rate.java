package dev.tidemark.chaos.load;

/// How much clients begin each second, whatever became of what they began before.
public record Rate(int commands, int reads) {
  public Rate {
    if (commands < 1 || reads < 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 command and 1 read a second, but got %d and %d"
              .formatted(commands, reads));
    }
  }

  int all() {
    return commands + reads;
  }
}
