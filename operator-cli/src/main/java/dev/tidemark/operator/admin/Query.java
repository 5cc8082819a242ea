package dev.tidemark.operator.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A path and its query, encoded. What is absent is left out.
final class Query {
  private final StringBuilder text;
  private boolean first = true;

  Query(String path) {
    this.text = new StringBuilder(path);
  }

  Query with(String name, @Nullable Object value) {
    if (value != null) {
      text.append(first ? '?' : '&')
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
      first = false;
    }
    return this;
  }

  /// Only if it is so.
  Query with(String name, boolean value) {
    return value ? with(name, "true") : this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
