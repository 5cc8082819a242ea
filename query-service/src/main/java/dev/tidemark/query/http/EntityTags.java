package dev.tidemark.query.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/// Entity tags and the header `If-None-Match` (RFC 9110, 8.8.3 and 13.1.2).
final class EntityTags {
  private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[!#-~]*\")");

  private static final int DIGEST_BYTES = 16;

  private EntityTags() {}

  /// A tag that says the same of the same bytes only.
  static String digest(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      byte[] head = Arrays.copyOf(digest, DIGEST_BYTES);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(head) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected every JDK to have SHA-256", e);
    }
  }

  /// Whether the header names `tag`, compared weakly. A header that cannot be read names nothing:
  /// the whole answer is always right.
  static boolean match(String header, String tag) {
    return header.strip().equals("*")
        || TAG.matcher(header).results().anyMatch(found -> found.group(1).equals(tag));
  }
}
