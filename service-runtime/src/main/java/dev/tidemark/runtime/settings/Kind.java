package dev.tidemark.runtime.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the value of a setting may be.
///
/// @param allowed as the list of all settings says it
/// @param expected as a refusal says it, after "must be"
/// @param show in the form in which it can be set, without what is secret
record Kind<T>(
    String allowed,
    String expected,
    Function<T, String> show,
    Function<String, Optional<T>> parse) {
  static final Kind<String> TEXT = new Kind<>("text", "a text", Masked::of, Optional::of);

  static final Kind<String> FILE =
      new Kind<>(
          "path of a file",
          "a file that can be read",
          Function.identity(),
          text -> isReadable(text) ? Optional.of(text) : Optional.empty());

  static final Kind<Boolean> FLAG =
      new Kind<>("true or false", "true or false", flag -> Boolean.toString(flag), Kind::parseFlag);

  static Kind<Secret> secret(int charsMin) {
    return new Kind<>(
        charsMin > 1 ? "secret, at least %d characters".formatted(charsMin) : "secret",
        "a secret",
        secret -> secret.reveal().isEmpty() ? "" : secret.toString(),
        text -> Optional.of(new Secret(text)));
  }

  static Kind<Integer> integer(int min, int max) {
    return new Kind<>(
        min + " to " + max, "a whole number", number -> Integer.toString(number), Kind::parseInt);
  }

  static Kind<Duration> duration(Duration min, Duration max) {
    return new Kind<>(
        Durations.show(min) + " to " + Durations.show(max),
        "a duration such as 500ms, 10s or 5m",
        Durations::show,
        Durations::parse);
  }

  static Kind<URI> uri(Set<String> schemes) {
    String beginning =
        "URI beginning with " + schemes.stream().sorted().collect(Collectors.joining(" or "));
    return new Kind<>(
        beginning,
        "a " + beginning,
        uri -> Masked.of(uri.toString()),
        text -> parseUri(text, schemes));
  }

  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    String all = constants.stream().map(Kind::dashed).collect(Collectors.joining(", "));
    return new Kind<>(
        all,
        "one of " + all,
        Kind::dashed,
        text -> constants.stream().filter(c -> dashed(c).equalsIgnoreCase(text)).findFirst());
  }

  static Kind<String> oneOf(List<String> allowed) {
    String all = String.join(", ", allowed);
    return new Kind<>(
        all,
        "one of " + all,
        Function.identity(),
        text -> allowed.contains(text) ? Optional.of(text) : Optional.empty());
  }

  private static boolean isReadable(String path) {
    try {
      return Files.isRegularFile(Path.of(path)) && Files.isReadable(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Optional<Boolean> parseFlag(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      case String other -> Optional.empty();
    };
  }

  private static Optional<Integer> parseInt(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<URI> parseUri(String text, Set<String> schemes) {
    try {
      URI uri = new URI(text);
      boolean fits = uri.getScheme() != null && schemes.contains(uri.getScheme());
      return fits ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String dashed(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
