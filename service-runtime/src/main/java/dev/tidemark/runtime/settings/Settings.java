package dev.tidemark.runtime.settings;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  private final Environment environment;
  private final String ownPrefix;
  private final Map<String, Described> entries = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> unsafe = new ArrayList<>();
  private @Nullable Profile profile;

  /// @param ownPrefix of the service's own settings, such as `QUERY_`
  public Settings(Map<String, String> environment, String ownPrefix) {
    this.environment = new Environment(environment);
    this.ownPrefix = ownPrefix;
  }

  public String text(String name, String byDefault, String meaning) {
    return read(name, byDefault, meaning, Kind.TEXT);
  }

  public String requiredText(String name, String meaning) {
    return required(name, "", meaning, Kind.TEXT);
  }

  /// The path of a file that is there and can be read, unless it is the default.
  public String file(String name, String byDefault, String meaning) {
    return read(name, byDefault, meaning, Kind.FILE);
  }

  public Secret secret(String name, Secret byDefault, String meaning) {
    return read(name, byDefault, meaning, Kind.secret(0));
  }

  /// @param charsMin a shorter one is refused, without showing it
  public Secret requiredSecret(String name, int charsMin, String meaning) {
    Secret secret = required(name, new Secret(""), meaning, Kind.secret(charsMin));
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
    return within(name, byDefault, min, max, meaning, Kind.integer(min, max));
  }

  /// As `500ms`, `10s`, `5m`, `2h`, `7d` or ISO 8601.
  public Duration duration(
      String name, Duration byDefault, Duration min, Duration max, String meaning) {
    return within(name, byDefault, min, max, meaning, Kind.duration(min, max));
  }

  /// @param schemes the ones allowed, such as `redis`
  public URI uri(String name, URI byDefault, Set<String> schemes, String meaning) {
    return read(name, byDefault, meaning, Kind.uri(schemes));
  }

  /// @param schemes the ones allowed, such as `redis`
  public URI requiredUri(String name, Set<String> schemes, String meaning) {
    return required(name, URI.create(""), meaning, Kind.uri(schemes));
  }

  public boolean flag(String name, boolean byDefault, String meaning) {
    return read(name, byDefault, meaning, Kind.FLAG);
  }

  /// One constant of an enum, written with dashes; case does not count.
  public <E extends Enum<E>> E choice(String name, E byDefault, String meaning) {
    return read(name, byDefault, meaning, Kind.choice(byDefault.getDeclaringClass()));
  }

  /// One of some words, as they are.
  public String oneOf(String name, List<String> allowed, String byDefault, String meaning) {
    return read(name, byDefault, meaning, Kind.oneOf(allowed));
  }

  /// What the process is run for. May be asked for more than once.
  public Profile profile() {
    Profile read = profile;
    if (read == null) {
      read =
          choice(
              "TIDEMARK_PROFILE",
              Profile.DEVELOPMENT,
              "production refuses to start with what is unsafe");
      profile = read;
    }
    return read;
  }

  /// A relation between settings. Only looked at if each of them is right by itself.
  ///
  /// @param otherwise a sentence that names the settings
  public void require(boolean holds, String otherwise) {
    if (!holds && problems.isEmpty()) {
      problems.add(otherwise);
    }
  }

  /// What only production asks of a setting. Only told if the setting is right by itself.
  ///
  /// @param otherwise what to do, to be read after the name: `must be …, but was …`
  public void requireInProduction(String name, boolean holds, String otherwise) {
    if (profile() == Profile.PRODUCTION
        && !holds
        && problems.stream().noneMatch(problem -> problem.startsWith(name + " "))) {
      unsafe.add(name + " " + otherwise);
    }
  }

  /// @throws SettingsException naming everything that is wrong
  public void refuseIfWrong() {
    List<String> all =
        Stream.of(
                problems.stream(),
                unsafe.stream(),
                environment.names().stream()
                    .filter(name -> isOurs(name) && !isKnown(name))
                    .sorted()
                    .map(this::unknown))
            .flatMap(each -> each)
            .toList();
    if (!all.isEmpty()) {
      throw new SettingsException(all);
    }
  }

  /// A profile that is not spelled right would leave out all that only production asks.
  private boolean isOurs(String name) {
    return name.startsWith(ownPrefix)
        || (name.startsWith("TIDEMARK_PROF") && !name.equals("TIDEMARK_PROFILE"));
  }

  /// One line for each setting, secrets masked, in the form in which they can be set.
  public String print() {
    return entries.values().stream().map(Described::asSet).collect(Collectors.joining());
  }

  /// What can be set, for `--help`: ask for all settings with an empty environment first.
  public String describe() {
    return entries.values().stream().map(Described::asHelp).collect(Collectors.joining());
  }

  /// The same for other readers.
  public List<Described> described() {
    return List.copyOf(entries.values());
  }

  private <T> T required(String name, T placeholder, String meaning, Kind<T> kind) {
    T value = read(name, placeholder, meaning, kind);
    if (!environment.has(name)) {
      problems.add(name + " must be set: " + meaning);
      entries.put(name, new Described(name, Described.REQUIRED, false, kind.allowed(), meaning));
    }
    return value;
  }

  private <T> T read(String name, T byDefault, String meaning, Kind<T> kind) {
    Optional<String> text = environment.value(name, problems);
    Optional<T> value = text.isEmpty() ? Optional.of(byDefault) : text.flatMap(kind.parse());
    if (value.isEmpty()) {
      problems.add(
          name + " must be " + kind.expected() + ", but was " + Masked.of(text.orElse("")));
    }
    T result = value.orElse(byDefault);
    var entry =
        new Described(
            name, kind.show().apply(result), environment.has(name), kind.allowed(), meaning);
    if (entries.put(name, entry) != null) {
      throw new IllegalStateException(name + " is asked for twice");
    }
    return result;
  }

  private <T extends Comparable<T>> T within(
      String name, T byDefault, T min, T max, String meaning, Kind<T> kind) {
    T value = read(name, byDefault, meaning, kind);
    var show = kind.show();
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
}
