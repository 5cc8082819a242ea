package dev.tidemark.projection.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// @param unavailable which of `kafka`, `postgres` and `redis` could not be asked, and why
public record LagReport(Instant at, List<ShardLag> shards, Map<String, String> unavailable) {}
