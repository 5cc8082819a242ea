package dev.tidemark.command;

import dev.tidemark.command.shard.Shards.InboxBounds;
import dev.tidemark.command.topics.TopicSettings;
import dev.tidemark.runtime.http.HttpSettings;
import dev.tidemark.runtime.settings.Secret;
import dev.tidemark.runtime.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/// @param timeToDecide after which a command that is not decided is given up
/// @param replayStallMax how long the replay of a shard may stand still before it fails
/// @param bodiesMib memory for request bodies in hand, in MiB
/// @param node the name of this instance
/// @param endpoint where it takes commands, for other instances
record CommandSettings(
    String bootstrapServers,
    HttpSettings http,
    TopicSettings topics,
    Path stateDirectory,
    Secret sessionSecret,
    Duration timeToDecide,
    Duration replayStallMax,
    InboxBounds inbox,
    int bodiesMib,
    String node,
    String endpoint) {
  private static final int PORT = 8081;
  private static final int SECRET_CHARS_MIN = 32;

  static CommandSettings read(Settings settings, String hostName) {
    HttpSettings http = HttpSettings.read(settings, PORT);
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
    return new CommandSettings(
        settings.text("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092", "brokers to begin with"),
        http,
        TopicSettings.read(settings),
        Path.of(settings.text("COMMAND_STATE_DIR", "state", "directory of the shards' state")),
        settings.requiredSecret(
            "COMMAND_SESSION_SECRET", SECRET_CHARS_MIN, "secret that session tokens are made with"),
        timeToDecide,
        settings.duration(
            "COMMAND_REPLAY_STALL_MAX",
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "a replay without progress for so long fails"),
        inbox(settings),
        settings.integer(
            "COMMAND_BODIES_MIB_MAX", 64, 16, 4_096, "memory for request bodies in hand, in MiB"),
        settings.text("COMMAND_NODE", hostName, "name of this instance"),
        settings.text(
            "COMMAND_ENDPOINT",
            "http://" + http.host() + ":" + http.port(),
            "where this instance takes commands"));
  }

  private static InboxBounds inbox(Settings settings) {
    int mib =
        settings.integer(
            "COMMAND_INBOX_MIB_MAX", 16, 1, 1_024, "memory of the commands waiting for each shard");
    return new InboxBounds(
        settings.integer(
            "COMMAND_INBOX_COMMANDS_MAX", 4_096, 1, 1_000_000, "commands waiting for each shard"),
        (long) mib << 20);
  }
}
