package dev.tidemark.projection.repair;

/// A part of a job that is done at once: some customers of a shard, told by the hash of their
/// names.
///
/// @param bucket of `buckets`
/// @param records of the log that must be read for it
public record Unit(int shard, int bucket, int buckets, long records) {
  boolean has(String customer) {
    return Math.floorMod(customer.hashCode(), buckets) == bucket;
  }
}
