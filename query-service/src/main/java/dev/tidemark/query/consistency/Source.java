package dev.tidemark.query.consistency;

import java.util.Locale;

/// Where an answer came from, as the header `Tidemark-Source` says it.
public enum Source {
  NEAR,
  REDIS,
  REPLICA,
  POSTGRES;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
