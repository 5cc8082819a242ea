package dev.tidemark.runtime.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A process's environment. What a variable `X` is may stand in a file instead, which `X_FILE`
/// names: an environment is seen by whoever may look at the process or at how it was started.
///
/// An empty variable counts as absent. White space around what is in a file does not count.
final class Environment {
  private static final String FILE = "_FILE";
  private static final int FILE_BYTES_MAX = 64 * 1024;

  private final Map<String, String> variables;

  Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /// The variable that `name` is about, if it names a file.
  static String withoutFile(String name) {
    return name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : name;
  }

  Set<String> names() {
    return variables.keySet();
  }

  /// Whether it is set, itself or by a file.
  boolean has(String name) {
    return variable(name).isPresent() || variable(name + FILE).isPresent();
  }

  /// @param problems where it is said if what was set cannot be had
  Optional<String> value(String name, List<String> problems) {
    Optional<String> file = variable(name + FILE);
    if (file.isEmpty()) {
      return variable(name);
    }
    if (variable(name).isPresent()) {
      problems.add(name + " and " + name + FILE + " must not both be set");
      return Optional.empty();
    }
    try {
      return Optional.of(content(file.get()));
    } catch (IOException | InvalidPathException e) {
      problems.add(
          "%s%s must name a file of 1 to %d bytes that can be read, but for %s it was: %s"
              .formatted(name, FILE, FILE_BYTES_MAX, file.get(), e));
      return Optional.empty();
    }
  }

  private static String content(String path) throws IOException {
    try (var file = Files.newInputStream(Path.of(path))) {
      byte[] bytes = file.readNBytes(FILE_BYTES_MAX + 1);
      String text = new String(bytes, StandardCharsets.UTF_8).strip();
      if (bytes.length > FILE_BYTES_MAX || text.isEmpty()) {
        throw new IOException(text.isEmpty() ? "nothing in it" : "more than that");
      }
      return text;
    }
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(text -> !text.isEmpty());
  }
}
