package dev.tidemark.events.value;

import java.util.regex.Pattern;

/// The checks that all textual values share. Lengths are in UTF-16 units, as `String.length()`.
final class Text {
  private static final int SHOWN_CHARS_MAX = 40;

  private Text() {}

  static void matches(Pattern pattern, String value, String expected) {
    check(pattern.matcher(value).matches(), value, expected);
  }

  /// For what nobody but its owner should read: messages end up in logs, and in what is kept of an
  /// event that cannot be read.
  static void matchesUnshown(Pattern pattern, String value, String expected) {
    if (!pattern.matcher(value).matches()) {
      throw new InvalidValueException("Expected " + expected + ", but was something else");
    }
  }

  static void check(boolean fits, String value, String expected) {
    if (!fits) {
      throw new InvalidValueException("Expected " + expected + ", but was " + shown(value));
    }
  }

  /// Free text: any printable characters, blanks kept as they are; no control characters, no lone
  /// surrogates (they have no UTF-8 form), nothing that is not a character. Never shown: people
  /// write of people in it.
  static void free(String value, int charsMin, int charsMax, String name) {
    if (value.length() < charsMin || value.length() > charsMax) {
      throw new InvalidValueException(
          "Expected "
              + name
              + " of "
              + charsMin
              + " to "
              + charsMax
              + " characters, but it has "
              + value.length());
    }
    if (!value.codePoints().allMatch(Text::isAllowed)) {
      throw new InvalidValueException(
          "Expected " + name + " without control characters, but it has some");
    }
  }

  private static boolean isAllowed(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// Quoted, shortened and made printable, so that hostile input cannot forge a log line.
  private static String shown(String value) {
    var text = new StringBuilder("\"");
    value
        .codePoints()
        .limit(SHOWN_CHARS_MAX)
        .forEach(c -> text.appendCodePoint(isAllowed(c) ? c : '\uFFFD'));
    return text.append(value.length() > SHOWN_CHARS_MAX ? "…\"" : "\"").toString();
  }
}
