package dev.tidemark.events.archive;

import dev.tidemark.events.value.InvalidValueException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The first events of an archive's topic, as far as they were taken: how many, and a hash that
/// goes on from line to line. Two that are equal stand for the same lines in the same order,
/// whatever the portions in which they came.
///
/// @param sha256 in hexadecimal digits: of the hash before and the line; zeros if there is none
public record Prefix(long events, String sha256) {
  private static final int HASH_DIGITS = 64;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{" + HASH_DIGITS + "}");

  public static final Prefix NONE = new Prefix(0, "0".repeat(HASH_DIGITS));

  public Prefix {
    if (events < 0) {
      throw new InvalidValueException("Expected a number of events from 0 on, but was " + events);
    }
    if (!HASH.matcher(sha256).matches()) {
      throw new InvalidValueException("Expected a SHA-256 in 64 hexadecimal digits");
    }
  }

  /// With one more event.
  ///
  /// @param line as it stands in the archive, without its end
  public Prefix and(byte[] line) {
    MessageDigest digest = digest();
    digest.update(HexFormat.of().parseHex(sha256));
    return new Prefix(events + 1, HexFormat.of().formatHex(digest.digest(line)));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected every JDK to have SHA-256", e);
    }
  }
}
