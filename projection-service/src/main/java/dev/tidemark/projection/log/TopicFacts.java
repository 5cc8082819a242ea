package dev.tidemark.projection.log;

import java.util.Map;

/// A topic as Kafka says it is.
///
/// @param replicas the fewest of any partition
/// @param inSyncReplicas likewise, of those that are up to date
/// @param config every setting that has a value
public record TopicFacts(
    String name, int partitions, int replicas, int inSyncReplicas, Map<String, String> config) {}
