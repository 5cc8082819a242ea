package dev.tidemark.bench.peer;

import dev.tidemark.runtime.http.HttpSettings;
import dev.tidemark.runtime.settings.Secret;
import dev.tidemark.runtime.settings.Settings;
import java.net.URI;
import java.util.Set;

/// What a peer is told, by the names that our services know.
public record PeerSettings(
    HttpSettings http,
    String kafka,
    String postgresUrl,
    String postgresUser,
    String postgresPassword,
    URI redis,
    String stateDirectory) {
  static final String PREFIX = "PEER_";

  static PeerSettings read(Settings settings) {
    return new PeerSettings(
        HttpSettings.read(settings, 0),
        settings.text("KAFKA_BOOTSTRAP_SERVERS", "", "brokers"),
        settings.text("POSTGRES_URL", "", "of the database"),
        settings.text("POSTGRES_USER", "", "who works with it"),
        settings.secret("POSTGRES_PASSWORD", new Secret(""), "of that user").reveal(),
        settings.uri("REDIS_URL", URI.create(""), Set.of("redis"), "of the cache"),
        settings.text("PEER_STATE_DIR", "", "where files may be kept"));
  }
}
