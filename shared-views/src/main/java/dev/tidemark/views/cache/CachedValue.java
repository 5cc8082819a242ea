package dev.tidemark.views.cache;

import dev.tidemark.events.codec.RequiredFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A value of the cache: the view of an aggregate, or the proof that there is none.
///
/// Bytes: a version of 20 digits, then `{"schema":1,"sum":"…","view":…}`. Versions are compared as
/// text, because numbers in Redis scripts are doubles. The sum is the CRC-32C of the version and
/// the view's JSON, 8 hexadecimal digits: who only hands the JSON on need not read it to know that
/// it is whole.
///
/// @param version the offset of the last event folded into the view; for an absent aggregate the
///   last offset before the position at which its absence was proved
/// @param view null if there is no such aggregate
public record CachedValue<T extends Record>(long version, @Nullable T view) {
  static final int VERSION_DIGITS = 20;

  private static final int SCHEMA = 1;
  private static final int SUM_DIGITS = 8;
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] ABSENT = ascii("null");
  private static final byte[] BEFORE_SUM = ascii("{\"schema\":" + SCHEMA + ",\"sum\":\"");
  private static final byte[] BEFORE_VIEW = ascii("\",\"view\":");
  private static final int SUM_AT = VERSION_DIGITS + BEFORE_SUM.length;
  private static final int VIEW_AT = SUM_AT + SUM_DIGITS + BEFORE_VIEW.length;

  /// A value whose view nobody has read yet.
  ///
  /// @param json of the view, whole as it was written; `null` if there is no such aggregate. Never
  ///   compared, so the array does no harm
  @SuppressWarnings("ArrayRecordComponent")
  public record Unread(long version, byte[] json) {
    public boolean isAbsent() {
      return Arrays.equals(json, ABSENT);
    }

    /// What [#encode] makes of a value with this view.
    public byte[] encode() {
      byte[] bytes = new byte[VIEW_AT + json.length + 1];
      put(ascii(versionText(version)), bytes, 0);
      put(BEFORE_SUM, bytes, VERSION_DIGITS);
      put(BEFORE_VIEW, bytes, SUM_AT + SUM_DIGITS);
      put(json, bytes, VIEW_AT);
      bytes[bytes.length - 1] = '}';
      put(ascii(sum(bytes)), bytes, SUM_AT);
      return bytes;
    }
  }

  public byte[] encode(JsonMapper mapper) {
    return new Unread(version, view == null ? ABSENT : mapper.writeValueAsBytes(view)).encode();
  }

  /// Empty if the bytes are not such as [#encode] makes them, whole.
  public static Optional<Unread> unread(byte[] bytes) {
    if (!isLaidOut(bytes)) {
      return Optional.empty();
    }
    var sum = new String(bytes, SUM_AT, SUM_DIGITS, StandardCharsets.US_ASCII);
    long version = version(bytes);
    return version >= 0 && sum.equals(sum(bytes))
        ? Optional.of(new Unread(version, Arrays.copyOfRange(bytes, VIEW_AT, bytes.length - 1)))
        : Optional.empty();
  }

  /// Empty if the bytes are no value, or of a schema that this code does not know: to be treated as
  /// a miss, never as an answer.
  public static <T extends Record> Optional<CachedValue<T>> decode(
      byte[] bytes, Class<T> type, JsonMapper mapper) {
    return unread(bytes).flatMap(value -> decode(value, type, mapper));
  }

  /// Empty if this code cannot read the view: a newer one wrote it.
  public static <T extends Record> Optional<CachedValue<T>> decode(
      Unread value, Class<T> type, JsonMapper mapper) {
    if (value.isAbsent()) {
      return Optional.of(new CachedValue<>(value.version(), null));
    }
    try {
      T read = mapper.readValue(value.json(), type);
      boolean whole = read != null && RequiredFields.firstMissing(read).isEmpty();
      return whole ? Optional.of(new CachedValue<>(value.version(), read)) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static String versionText(long version) {
    String digits = Long.toString(version);
    return "0".repeat(VERSION_DIGITS - digits.length()) + digits;
  }

  private static boolean isLaidOut(byte[] bytes) {
    return bytes.length > VIEW_AT + 1
        && bytes[bytes.length - 1] == '}'
        && has(bytes, VERSION_DIGITS, BEFORE_SUM)
        && has(bytes, SUM_AT + SUM_DIGITS, BEFORE_VIEW);
  }

  /// Negative if there is none.
  private static long version(byte[] bytes) {
    try {
      return Long.parseLong(new String(bytes, 0, VERSION_DIGITS, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static boolean has(byte[] bytes, int at, byte[] expected) {
    return Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
  }

  private static String sum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, VERSION_DIGITS);
    crc.update(bytes, VIEW_AT, bytes.length - 1 - VIEW_AT);
    return HEX.toHexDigits((int) crc.getValue());
  }

  private static void put(byte[] part, byte[] bytes, int at) {
    System.arraycopy(part, 0, bytes, at, part.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
