package dev.tidemark.runtime.settings;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What production asks of secrets and addresses: that nobody can guess the one, or read or change
/// what goes to the other. Addresses of the same machine are no exception, but for the one to
/// listen on.
public final class ProductionRules {
  private static final int SECRET_CHARS_MIN = 12;
  private static final int SECRET_DIFFERENT_CHARS_MIN = 8;

  /// What stands in examples, and in the local stack.
  private static final List<String> WORDS_OF_EXAMPLES =
      List.of(
          "tidemark",
          "secret",
          "passw",
          "changeme",
          "change-me",
          "example",
          "default",
          "postgres",
          "develop",
          "123456");

  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.[0-9]{1,3}){3}|localhost|\\[?::1]?");

  private static final Set<String> VERIFIED = Set.of("verify-ca", "verify-full");

  private ProductionRules() {}

  public static void requireUnguessable(Settings settings, String name, Secret secret) {
    settings.requireInProduction(
        name,
        !isGuessable(secret.reveal()),
        "must not be guessable in production: at least %d characters, %d different ones, no words of"
                .formatted(SECRET_CHARS_MIN, SECRET_DIFFERENT_CHARS_MIN)
            + " examples. Make one with: openssl rand -base64 32");
  }

  /// @param url as JDBC wants it; the options are those of the driver
  public static void requireVerifiedPostgres(Settings settings, String name, String url) {
    settings.requireInProduction(
        name,
        isVerifiedPostgres(url),
        "must end with ?sslmode=verify-full in production (or verify-ca), so that the server is"
            + " known and nobody listens in");
  }

  /// @param url as Lettuce wants it
  public static void requireVerifiedRedis(Settings settings, String name, URI url) {
    // Lettuce parts options by a semicolon as well, and takes their names in any case.
    String query = Objects.requireNonNullElse(url.getRawQuery(), "").toLowerCase(Locale.ROOT);
    settings.requireInProduction(
        name,
        "rediss".equals(url.getScheme())
            && options(query.replace(';', '&')).getOrDefault("verifypeer", List.of()).stream()
                .allMatch(mode -> mode.equals("full") || mode.equals("ca")),
        "must begin with rediss:// in production, without verifyPeer=NONE, so that the server is"
            + " known and nobody listens in");
    String login = Objects.requireNonNullElse(url.getUserInfo(), "");
    settings.requireInProduction(
        name,
        !isGuessable(login.substring(login.indexOf(':') + 1)),
        "must have a password that cannot be guessed in production:"
            + " rediss://user:password@host:port");
  }

  /// Whether it can only be reached from the same machine.
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  private static boolean isGuessable(String secret) {
    String lower = secret.toLowerCase(Locale.ROOT);
    return secret.length() < SECRET_CHARS_MIN
        || secret.chars().distinct().count() < SECRET_DIFFERENT_CHARS_MIN
        || WORDS_OF_EXAMPLES.stream().anyMatch(lower::contains);
  }

  /// `ssl=true` alone means `verify-full` to the driver.
  private static boolean isVerifiedPostgres(String url) {
    int query = url.indexOf('?');
    Map<String, List<String>> options = options(query < 0 ? null : url.substring(query + 1));
    List<String> modes = options.getOrDefault("sslmode", List.of());
    boolean asked =
        modes.isEmpty()
            ? options.getOrDefault("ssl", List.of()).equals(List.of("true"))
            : VERIFIED.containsAll(modes);
    return asked
        && options.getOrDefault("sslfactory", List.of()).stream()
            .noneMatch(factory -> factory.endsWith("NonValidatingFactory"));
  }

  /// All values of each, should one be given twice.
  private static Map<String, List<String>> options(@Nullable String query) {
    return Arrays.stream(Objects.requireNonNullElse(query, "").split("&", -1))
        .map(option -> option.split("=", 2))
        .collect(
            Collectors.groupingBy(
                option -> option[0],
                Collectors.mapping(
                    option -> option.length > 1 ? decoded(option[1]) : "true",
                    Collectors.toList())));
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }
}
