package dev.tidemark.chaos.observed;

/// Where the servers are, past every proxy.
public record Addresses(
    String bootstrapServers,
    String jdbcUrl,
    String postgresUser,
    String postgresPassword,
    String redisUrl) {}
