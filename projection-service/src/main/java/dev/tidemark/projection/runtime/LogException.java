package dev.tidemark.projection.runtime;

/// The log cannot be read where it should be.
sealed class LogException extends RuntimeException {
  private LogException(String message) {
    super(message);
  }

  /// The topics are not there yet, or not with enough partitions.
  static final class NotThere extends LogException {
    NotThere(String topic, int shard, int partitions) {
      super(
          "Expected topic %s to have a partition %d, but it has %d; the command service creates it"
              .formatted(topic, shard, partitions));
    }
  }

  /// What should be read next is not in the log.
  static final class OutOfRange extends LogException {
    OutOfRange(String topic, int shard, long position, long from, long to) {
      super(
          """
          %s, shard %d, is applied up to %d, but the log holds %d to %d. Either the log has lost \
          records, or the views belong to another log. Nothing is skipped: bring the log back, \
          or build the views anew from this log with tidemark rebuild\
          """
              .formatted(topic, shard, position, from, to));
    }
  }
}
