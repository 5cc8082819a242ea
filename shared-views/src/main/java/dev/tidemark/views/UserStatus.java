package dev.tidemark.views;

public enum UserStatus {
  ACTIVE,
  INACTIVE
}
