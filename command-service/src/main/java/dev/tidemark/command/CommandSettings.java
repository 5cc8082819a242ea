package dev.tidemark.command;

import dev.tidemark.command.log.LogSettings;
import dev.tidemark.command.shard.InboxBounds;
import dev.tidemark.command.topics.TopicSettings;
import dev.tidemark.events.kafka.ShardOpened;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.http.AdminSettings;
import dev.tidemark.runtime.http.HttpSettings;
import dev.tidemark.runtime.membership.GroupSettings;
import dev.tidemark.runtime.settings.ProductionRules;
import dev.tidemark.runtime.settings.Profile;
import dev.tidemark.runtime.settings.Secret;
import dev.tidemark.runtime.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/// @param timeToDecide after which a command that is not decided is given up
/// @param keyWindow for how long idempotency keys are remembered, at least
/// @param replayStallMax how long the replay of a shard may stand still before it fails
/// @param bodiesMib memory for request bodies in hand, in MiB
/// @param node the name of this instance
/// @param endpoint where it takes commands, for other instances
/// @param group in which instances share the shards
/// @param isStandby whether this instance follows the shards that it does not own
/// @param parkMax how long a command may wait for an owner of its shard
/// @param handoverMax how long a stop waits for others to take over
record CommandSettings(
    Brokers brokers,
    HttpSettings http,
    AdminSettings admin,
    TopicSettings topics,
    Path stateDirectory,
    Secret sessionSecret,
    Duration timeToDecide,
    Duration keyWindow,
    Duration replayStallMax,
    InboxBounds inbox,
    int bodiesMib,
    String node,
    URI endpoint,
    String group,
    boolean isStandby,
    Duration parkMax,
    Duration handoverMax,
    Profile profile) {
  private static final int PORT = 8081;
  private static final int ADMIN_PORT = 18_100;
  private static final int SECRET_CHARS_MIN = 32;
  private static final Pattern LOOPBACK = Pattern.compile("127\\.|localhost(?::|$)|\\[?::1");
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  static CommandSettings read(Settings settings, String hostName) {
    HttpSettings http = HttpSettings.read(settings, PORT);
    Brokers brokers = Brokers.read(settings);
    return new CommandSettings(
        brokers,
        http,
        AdminSettings.read(settings, http, ADMIN_PORT),
        TopicSettings.read(settings),
        Path.of(settings.text("COMMAND_STATE_DIR", "state", "directory of the shards' state")),
        sessionSecret(settings),
        timeToDecide(settings, http),
        keyWindow(settings),
        settings.duration(
            "COMMAND_REPLAY_STALL_MAX",
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "a replay without progress for so long fails"),
        inbox(settings),
        settings.integer(
            "COMMAND_BODIES_MIB_MAX", 64, 33, 4_096, "memory for request bodies in hand, in MiB"),
        node(settings, hostName),
        endpoint(settings, http, hostName, isOfThisHost(brokers.bootstrapServers())),
        settings.text("COMMAND_GROUP", "tidemark-command", "group that shares the shards"),
        settings.flag("COMMAND_STANDBY", true, "follow shards of others, to take over fast"),
        settings.duration(
            "COMMAND_PARK_MAX",
            Duration.ofSeconds(2),
            Duration.ZERO,
            Duration.ofMinutes(1),
            "how long a command may wait while its shard changes hands"),
        settings.duration(
            "COMMAND_HANDOVER_MAX",
            Duration.ofSeconds(10),
            Duration.ZERO,
            Duration.ofMinutes(5),
            "how long a stop waits for others to take over"),
        settings.profile());
  }

  private static Secret sessionSecret(Settings settings) {
    String name = "COMMAND_SESSION_SECRET";
    Secret secret =
        settings.requiredSecret(name, SECRET_CHARS_MIN, "secret that session tokens are made with");
    ProductionRules.requireUnguessable(settings, name, secret);
    return secret;
  }

  private static Duration timeToDecide(Settings settings, HttpSettings http) {
    Duration timeToDecide =
        settings.duration(
            "COMMAND_DEADLINE",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "time to decide a command");
    settings.require(
        http.stopTimeout().compareTo(timeToDecide) > 0,
        "HTTP_STOP_TIMEOUT must be longer than COMMAND_DEADLINE, or a stop cuts off commands that"
            + " are being decided");
    return timeToDecide;
  }

  /// Longer than any deadline: what was left in doubt is known by its key until it is over.
  private static Duration keyWindow(Settings settings) {
    return settings.duration(
        "COMMAND_IDEMPOTENCY_WINDOW",
        Duration.ofDays(7),
        Duration.ofHours(1),
        Duration.ofDays(365),
        "idempotency keys are remembered at least so long");
  }

  /// @param nodeOfProcess different each time that this instance is started
  LogSettings log(String nodeOfProcess) {
    return new LogSettings(
        brokers, nodeOfProcess, endpoint.toString(), topics.compression().label(), replayStallMax);
  }

  /// It goes into headers and client ids.
  private static String node(Settings settings, String hostName) {
    String node = settings.text("COMMAND_NODE", hostName, "name of this instance");
    settings.require(
        NODE.matcher(node).matches(),
        "COMMAND_NODE must be 1 to 64 of a-z A-Z 0-9 . _ -, but was " + node);
    return node;
  }

  /// @param nodeOfProcess different each time that this instance is started
  GroupSettings membership(String nodeOfProcess) {
    return new GroupSettings(brokers, group, ShardOpened.TOPIC, nodeOfProcess + "-member");
  }

  /// @param alone whether all instances are on this host
  private static URI endpoint(
      Settings settings, HttpSettings http, String hostName, boolean alone) {
    URI endpoint =
        settings.uri(
            "COMMAND_ENDPOINT",
            URI.create("http://%s:%d".formatted(reachable(http.host(), hostName), http.port())),
            Set.of("http", "https"),
            "where other instances reach this one");
    settings.require(
        endpoint.getHost() != null && endpoint.getPort() != 0 && endpoint.getPath().isEmpty(),
        "COMMAND_ENDPOINT must be a scheme, a host and a port only, such as http://10.0.0.7:8081,"
            + " but was "
            + endpoint);
    settings.require(
        alone || !isOfThisHost(String.valueOf(endpoint.getHost())),
        "COMMAND_ENDPOINT must be reachable from other hosts, since KAFKA_BOOTSTRAP_SERVERS is on"
            + " one, but was "
            + endpoint);
    settings.requireInProduction(
        "COMMAND_ENDPOINT",
        "https".equals(endpoint.getScheme())
            || ProductionRules.isLoopback(String.valueOf(endpoint.getHost()))
            || http.tlsEndsInFront(),
        "must begin with https:// in production, since other hosts send commands there, or set"
            + " HTTP_TLS_ENDS_IN_FRONT=true if a proxy beside each instance encrypts them, but was "
            + endpoint);
    return endpoint;
  }

  /// Whether an address can only be meant for processes of the same host.
  private static boolean isOfThisHost(String address) {
    return LOOPBACK.matcher(address).lookingAt();
  }

  /// Others cannot reach an instance at the address that stands for all of its own.
  private static String reachable(String host, String hostName) {
    return host.equals("0.0.0.0") || host.equals("::") ? hostName : host;
  }

  private static InboxBounds inbox(Settings settings) {
    int mib =
        settings.integer(
            "COMMAND_INBOX_MIB_MAX", 16, 1, 1_024, "memory of the commands waiting for each shard");
    return new InboxBounds(
        settings.integer(
            "COMMAND_INBOX_COMMANDS_MAX", 4_096, 1, 1_000_000, "commands waiting for each shard"),
        (long) mib << 20,
        settings.duration(
            "COMMAND_INBOX_WAIT_MAX",
            Duration.ofMillis(500),
            Duration.ofMillis(10),
            Duration.ofMinutes(1),
            "no more are let in when the first has waited so long"));
  }
}
