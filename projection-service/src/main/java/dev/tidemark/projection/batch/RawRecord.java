package dev.tidemark.projection.batch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record exactly as it stands in the log, so that a parked one can be tried again. Never
/// compared, so the arrays do no harm.
@SuppressWarnings("ArrayRecordComponent")
public record RawRecord(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
  public record Header(String name, byte @Nullable [] value) {}

  /// The text of the last header of this name, or "" if there is none.
  public String header(String name) {
    for (Header header : headers.reversed()) {
      if (header.name().equals(name) && header.value() != null) {
        return new String(header.value(), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  /// The value as text, or "" if there is none.
  public String text() {
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}
