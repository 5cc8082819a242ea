package dev.tidemark.runtime.settings;

/// A setting, for people.
///
/// @param value as it would be used, without what is secret; `required` if it must be set and is
///   not; empty if there is none
/// @param isSet or by default
/// @param allowed what it may be, such as `1 to 9`
public record Described(String name, String value, boolean isSet, String allowed, String meaning) {
  static final String REQUIRED = "required";

  String asSet() {
    return name + "=" + value + (isSet ? "" : "  # default") + "\n";
  }

  String asHelp() {
    return "  %-34s %s [%s]%n".formatted(name, meaning, value);
  }
}
