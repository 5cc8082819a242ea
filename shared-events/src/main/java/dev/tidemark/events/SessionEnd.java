package dev.tidemark.events;

/// Who ended a session: its user, or somebody on their behalf.
public enum SessionEnd {
  LOGOUT,
  REVOKED
}
