package dev.tidemark.command.given;

import java.io.IOException;

/// Posts JSON under a key, to whomever.
@FunctionalInterface
public interface Poster {
  /// @throws IOException if there was no answer, whatever became of the command
  Client.Told post(String key, String path, String body) throws IOException, InterruptedException;
}
