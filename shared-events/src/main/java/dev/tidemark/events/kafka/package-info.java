/// Events as Kafka records: topics, CloudEvents headers, shard markers.
@NullMarked
package dev.tidemark.events.kafka;

import org.jspecify.annotations.NullMarked;
