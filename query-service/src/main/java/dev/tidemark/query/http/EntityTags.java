package dev.tidemark.query.http;

import java.util.regex.Pattern;

/// The header `If-None-Match` (RFC 9110, 13.1.2).
final class EntityTags {
  private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[!#-~]*\")");

  private EntityTags() {}

  /// Whether the header names `tag`, compared weakly. A header that cannot be read names nothing:
  /// the whole answer is always right.
  static boolean match(String header, String tag) {
    return header.strip().equals("*")
        || TAG.matcher(header).results().anyMatch(found -> found.group(1).equals(tag));
  }
}
