/// Real Kafka, PostgreSQL and Redis as child processes: no Docker, no root needed, none refused.
///
/// [LocalStack] is the way in for tests, which can have containers instead. A child never outlives
/// the JVM that started it, however that one ends.
@NullMarked
package dev.tidemark.localstack;

import org.jspecify.annotations.NullMarked;
