package dev.tidemark.views.cache;

import dev.tidemark.events.codec.RequiredFields;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A value of the cache: the view of an aggregate, or the proof that there is none.
///
/// Bytes: a version of 20 digits, then `{"schema":1,"view":…}`. Versions are compared as text,
/// because numbers in Redis scripts are doubles.
///
/// @param version the offset of the last event folded into the view; for an absent aggregate the
///   last offset before the position at which its absence was proved
/// @param view null if there is no such aggregate
public record CachedValue<T extends Record>(long version, @Nullable T view) {
  static final int VERSION_DIGITS = 20;

  private static final int SCHEMA = 1;

  private record Document(int schema, @Nullable Object view) {}

  public byte[] encode(JsonMapper mapper) {
    byte[] prefix = versionText(version).getBytes(StandardCharsets.US_ASCII);
    byte[] json =
        view == null
            ? ("{\"schema\":" + SCHEMA + ",\"view\":null}").getBytes(StandardCharsets.US_ASCII)
            : mapper.writeValueAsBytes(new Document(SCHEMA, view));
    byte[] bytes = new byte[prefix.length + json.length];
    System.arraycopy(prefix, 0, bytes, 0, prefix.length);
    System.arraycopy(json, 0, bytes, prefix.length, json.length);
    return bytes;
  }

  /// Empty if the bytes are no value, or of a schema that this code does not know: to be treated as
  /// a miss, never as an answer.
  public static <T extends Record> Optional<CachedValue<T>> decode(
      byte[] bytes, Class<T> type, JsonMapper mapper) {
    if (bytes.length <= VERSION_DIGITS) {
      return Optional.empty();
    }
    try {
      long version =
          Long.parseLong(new String(bytes, 0, VERSION_DIGITS, StandardCharsets.US_ASCII));
      JsonNode document = mapper.readTree(bytes, VERSION_DIGITS, bytes.length - VERSION_DIGITS);
      JsonNode view = document.get("view");
      if (version < 0 || view == null || document.path("schema").asInt(0) != SCHEMA) {
        return Optional.empty();
      }
      T read = view.isNull() ? null : mapper.treeToValue(view, type);
      boolean whole = read == null || RequiredFields.firstMissing(read).isEmpty();
      return whole ? Optional.of(new CachedValue<>(version, read)) : Optional.empty();
    } catch (NumberFormatException | JacksonException e) {
      return Optional.empty();
    }
  }

  static String versionText(long version) {
    return String.format(Locale.ROOT, "%020d", version);
  }
}
