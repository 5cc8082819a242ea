package dev.tidemark.runtime.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads one process's settings from its environment.
///
/// - Each is asked for once, with its type, its limits and what it means. The answer is always
///   usable; what is wrong is remembered, and [#refuseIfWrong()] names all of it at once.
/// - A variable that begins with the service's own prefix and was never asked for is refused too:
///   it is a typing error that would otherwise be silently without effect.
/// - An empty variable counts as absent.
/// - What is secret or long need not stand in the environment: `X_FILE` names a file that holds
///   `X`.
public final class Settings {
  private static final Pattern USER_INFO = Pattern.compile("(?<=//)([^/@:]*):[^/@]*@");
  private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(?i)(password=)[^&;]*");

  private record Entry(String shown, boolean isSet, String meaning) {}

  private final Environment environment;
  private final String ownPrefix;
  private final Map<String, Entry> entries = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  /// @param ownPrefix of the service's own settings, such as `QUERY_`
  public Settings(Map<String, String> environment, String ownPrefix) {
    this.environment = new Environment(environment);
    this.ownPrefix = ownPrefix;
  }

  public String text(String name, String byDefault, String meaning) {
    return read(name, byDefault, meaning, Settings::masked, Optional::of, "a text");
  }

  public String requiredText(String name, String meaning) {
    return required(name, "", meaning, Settings::masked, Optional::of, "a text");
  }

  public Secret secret(String name, Secret byDefault, String meaning) {
    return read(
        name, byDefault, meaning, Secret::toString, text -> Optional.of(new Secret(text)), "");
  }

  /// @param charsMin a shorter one is refused, without showing it
  public Secret requiredSecret(String name, int charsMin, String meaning) {
    Secret secret =
        required(
            name,
            new Secret(""),
            meaning,
            Secret::toString,
            text -> Optional.of(new Secret(text)),
            "a secret");
    int chars = secret.reveal().length();
    if (chars > 0 && chars < charsMin) {
      problems.add(name + " must have at least " + charsMin + " characters, but it has " + chars);
    }
    return secret;
  }

  /// 1 to 65535, or 0 for any free one.
  public int port(String name, int byDefault, String meaning) {
    return integer(name, byDefault, 0, 65_535, meaning);
  }

  public int integer(String name, int byDefault, int min, int max, String meaning) {
    int value =
        read(
            name,
            byDefault,
            meaning,
            number -> Integer.toString(number),
            Settings::parseInteger,
            "a whole number");
    return within(name, value, byDefault, min, max, number -> Integer.toString(number));
  }

  /// As `500ms`, `10s`, `5m`, `2h`, `7d` or ISO 8601.
  public Duration duration(
      String name, Duration byDefault, Duration min, Duration max, String meaning) {
    Duration value =
        read(
            name,
            byDefault,
            meaning,
            Durations::show,
            Durations::parse,
            "a duration such as 500ms, 10s or 5m");
    return within(name, value, byDefault, min, max, Durations::show);
  }

  /// @param schemes the ones allowed, such as `redis`
  public URI uri(String name, URI byDefault, Set<String> schemes, String meaning) {
    return read(
        name,
        byDefault,
        meaning,
        uri -> masked(uri.toString()),
        text -> parseUri(text, schemes),
        schemesExpected(schemes));
  }

  /// @param schemes the ones allowed, such as `redis`
  public URI requiredUri(String name, Set<String> schemes, String meaning) {
    return required(
        name,
        URI.create(""),
        meaning,
        uri -> masked(uri.toString()),
        text -> parseUri(text, schemes),
        schemesExpected(schemes));
  }

  public boolean flag(String name, boolean byDefault, String meaning) {
    return read(
        name,
        byDefault,
        meaning,
        flag -> Boolean.toString(flag),
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              case String other -> Optional.empty();
            },
        "true or false");
  }

  /// One constant of an enum, written with dashes; case does not count.
  public <E extends Enum<E>> E choice(String name, E byDefault, String meaning) {
    E[] constants = byDefault.getDeclaringClass().getEnumConstants();
    return read(
        name,
        byDefault,
        meaning,
        Settings::dashed,
        text -> Arrays.stream(constants).filter(c -> dashed(c).equalsIgnoreCase(text)).findFirst(),
        "one of "
            + Arrays.stream(constants).map(Settings::dashed).collect(Collectors.joining(", ")));
  }

  /// A relation between settings. Only looked at if each of them is right by itself.
  ///
  /// @param otherwise a sentence that names the settings
  public void require(boolean holds, String otherwise) {
    if (!holds && problems.isEmpty()) {
      problems.add(otherwise);
    }
  }

  /// @throws SettingsException naming everything that is wrong
  public void refuseIfWrong() {
    List<String> all =
        Stream.concat(
                problems.stream(),
                environment.names().stream()
                    .filter(name -> name.startsWith(ownPrefix) && !isKnown(name))
                    .sorted()
                    .map(this::unknown))
            .toList();
    if (!all.isEmpty()) {
      throw new SettingsException(all);
    }
  }

  /// One line for each setting, secrets masked, in the form in which they can be set.
  public String print() {
    return entries.entrySet().stream()
        .map(entry ->
            entry.getKey()
                + "="
                + entry.getValue().shown()
                + (entry.getValue().isSet() ? "" : "  # default")
                + "\n")
        .collect(Collectors.joining());
  }

  /// What can be set, for `--help`: ask for all settings with an empty environment first.
  public String describe() {
    return entries.entrySet().stream()
        .map(entry ->
            "  %-34s %s [%s]%n"
                .formatted(entry.getKey(), entry.getValue().meaning(), entry.getValue().shown()))
        .collect(Collectors.joining());
  }

  private <T> T required(
      String name,
      T placeholder,
      String meaning,
      Function<T, String> show,
      Function<String, Optional<T>> parse,
      String expected) {
    T value = read(name, placeholder, meaning, show, parse, expected);
    if (!environment.has(name)) {
      problems.add(name + " must be set: " + meaning);
      entries.put(name, new Entry("required", false, meaning));
    }
    return value;
  }

  private <T> T read(
      String name,
      T byDefault,
      String meaning,
      Function<T, String> show,
      Function<String, Optional<T>> parse,
      String expected) {
    Optional<String> text = environment.value(name, problems);
    Optional<T> value = text.isEmpty() ? Optional.of(byDefault) : text.flatMap(parse);
    if (value.isEmpty()) {
      problems.add(name + " must be " + expected + ", but was " + masked(text.orElse("")));
    }
    T result = value.orElse(byDefault);
    var entry = new Entry(show.apply(result), environment.has(name), meaning);
    if (entries.put(name, entry) != null) {
      throw new IllegalStateException(name + " is asked for twice");
    }
    return result;
  }

  private <T extends Comparable<T>> T within(
      String name, T value, T byDefault, T min, T max, Function<T, String> show) {
    if (value.compareTo(min) < 0) {
      problems.add(
          name + " must be at least " + show.apply(min) + ", but was " + show.apply(value));
      return byDefault;
    }
    if (value.compareTo(max) > 0) {
      problems.add(name + " must be at most " + show.apply(max) + ", but was " + show.apply(value));
      return byDefault;
    }
    return value;
  }

  private boolean isKnown(String name) {
    return entries.containsKey(name) || entries.containsKey(Environment.withoutFile(name));
  }

  private String unknown(String name) {
    return name
        + " is not a setting"
        + Spelling.nearest(Environment.withoutFile(name), entries.keySet())
            .map(near -> ": did you mean " + near + "?")
            .orElse("; --help lists all settings");
  }

  private static String schemesExpected(Set<String> schemes) {
    return "a URI beginning with " + schemes.stream().sorted().collect(Collectors.joining(" or "));
  }

  private static Optional<Integer> parseInteger(String text) {
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

  /// Addresses may carry passwords.
  private static String masked(String text) {
    String user = USER_INFO.matcher(text).replaceAll("$1:" + Secret.MASK + "@");
    return PASSWORD_PARAMETER.matcher(user).replaceAll("$1" + Secret.MASK);
  }
}
