package dev.tidemark.views;

public enum SessionStatus {
  ACTIVE,
  ENDED,
  EXPIRED
}
