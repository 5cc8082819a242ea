package dev.tidemark.runtime.brokers;

import dev.tidemark.runtime.settings.ProductionRules;
import dev.tidemark.runtime.settings.Secret;
import dev.tidemark.runtime.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Where the brokers are, and how clients prove who they are and who the brokers are.
///
/// @param bootstrapServers as Kafka's clients take them
/// @param security options of every client, as Kafka calls them; empty for plain text
public record Brokers(String bootstrapServers, Map<String, String> security) {
  private static final List<String> PROTOCOLS =
      List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");

  private static final String BOOTSTRAP = "bootstrap.servers";
  private static final String PROTOCOL = "security.protocol";
  private static final String MECHANISM = "sasl.mechanism";
  private static final String LOGIN = "sasl.jaas.config";
  private static final String TRUST = "ssl.truststore.location";
  private static final String TRUST_TYPE = "ssl.truststore.type";
  private static final String TRUST_PASSWORD = "ssl.truststore.password";
  private static final String HOST_NAME_CHECK = "ssl.endpoint.identification.algorithm";

  private static final Pattern PASSWORD =
      Pattern.compile("\\bpassword\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  public Brokers {
    security = Map.copyOf(security);
  }

  /// Without encryption, and without a login.
  public static Brokers plain(String bootstrapServers) {
    return new Brokers(bootstrapServers, Map.of());
  }

  /// Reads the settings `KAFKA_*`, which all services share. What has a setting of its own stands
  /// there, or in the file.
  public static Brokers read(Settings settings) {
    String servers =
        settings.text("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092", "brokers, as host:port,…");
    Map<String, String> file = ClientFile.read(settings);
    var options = new TreeMap<>(file);
    String protocol =
        settings.oneOf(
            "KAFKA_SECURITY_PROTOCOL",
            PROTOCOLS,
            file.getOrDefault(PROTOCOL, PROTOCOLS.getFirst()),
            "how Kafka's brokers are spoken to");
    options.put(PROTOCOL, protocol);
    readLogin(settings, file, options);
    readTrust(settings, file, options);
    options.values().removeIf(String::isEmpty);
    if (file.getOrDefault(HOST_NAME_CHECK, "https").isEmpty()) {
      options.put(HOST_NAME_CHECK, "");
    }
    requireThatTheyFit(settings, protocol, options);
    return new Brokers(servers, protocol.equals("PLAINTEXT") ? Map.of() : options);
  }

  /// @param own options of one client
  /// @return these, and what all clients need
  public Map<String, Object> with(Map<String, ?> own) {
    var all = new HashMap<String, Object>(own);
    all.putAll(security);
    all.put(BOOTSTRAP, bootstrapServers);
    return all;
  }

  private static void readLogin(
      Settings settings, Map<String, String> file, Map<String, String> options) {
    options.put(
        MECHANISM,
        settings.text(
            "KAFKA_SASL_MECHANISM",
            file.getOrDefault(MECHANISM, ""),
            "of the login, such as SCRAM-SHA-512"));
    options.put(
        LOGIN,
        settings
            .secret(
                "KAFKA_SASL_JAAS_CONFIG",
                new Secret(file.getOrDefault(LOGIN, "")),
                "the login, as Kafka's sasl.jaas.config")
            .reveal());
  }

  private static void readTrust(
      Settings settings, Map<String, String> file, Map<String, String> options) {
    options.put(
        TRUST,
        settings.file(
            "KAFKA_SSL_TRUSTSTORE_LOCATION",
            file.getOrDefault(TRUST, ""),
            "certificates that brokers are known by; those of the JDK, if empty"));
    options.put(
        TRUST_TYPE,
        settings.oneOf(
            "KAFKA_SSL_TRUSTSTORE_TYPE",
            List.of("JKS", "PKCS12", "PEM"),
            file.getOrDefault(TRUST_TYPE, "JKS"),
            "of the file"));
    options.put(
        TRUST_PASSWORD,
        settings
            .secret(
                "KAFKA_SSL_TRUSTSTORE_PASSWORD",
                new Secret(file.getOrDefault(TRUST_PASSWORD, "")),
                "of the file, if it has one")
            .reveal());
  }

  private static void requireThatTheyFit(
      Settings settings, String protocol, Map<String, String> options) {
    settings.require(
        PROTOCOLS.contains(protocol),
        "KAFKA_SECURITY_PROTOCOL must be one of %s, but was %s"
            .formatted(String.join(", ", PROTOCOLS), protocol));
    boolean hasLogin = protocol.startsWith("SASL");
    boolean isEncrypted = protocol.endsWith("SSL");
    settings.require(
        hasLogin == options.containsKey(MECHANISM) && hasLogin == options.containsKey(LOGIN),
        (hasLogin
                ? "KAFKA_SASL_MECHANISM and KAFKA_SASL_JAAS_CONFIG must be set"
                : "KAFKA_SASL_MECHANISM and KAFKA_SASL_JAAS_CONFIG must not be set")
            + ", since KAFKA_SECURITY_PROTOCOL is "
            + protocol);
    settings.require(
        isEncrypted || !options.containsKey(TRUST),
        "KAFKA_SSL_TRUSTSTORE_LOCATION must not be set, since KAFKA_SECURITY_PROTOCOL is "
            + protocol);
    settings.requireInProduction(
        "KAFKA_SECURITY_PROTOCOL",
        isEncrypted,
        "must be SASL_SSL or SSL in production, but was " + protocol);
    requireUnguessablePassword(settings, options);
    settings.requireInProduction(
        ClientFile.SETTING,
        !"".equals(options.get(HOST_NAME_CHECK)),
        "must not have an empty " + HOST_NAME_CHECK + " in production: remove that line");
  }

  /// Without the login.
  @Override
  public String toString() {
    return bootstrapServers;
  }

  /// Of a login that has one: others are tickets, or tokens that somebody else gives out.
  private static void requireUnguessablePassword(Settings settings, Map<String, String> options) {
    var password = PASSWORD.matcher(options.getOrDefault(LOGIN, ""));
    if (password.find()) {
      ProductionRules.requireUnguessable(
          settings, "KAFKA_SASL_JAAS_CONFIG's password", new Secret(password.group(1)));
    }
  }
}
