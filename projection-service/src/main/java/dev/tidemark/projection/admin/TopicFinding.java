package dev.tidemark.projection.admin;

/// Something of a topic that is not as it should be.
///
/// @param topic empty if it is about the brokers
/// @param remedy what to do about it
record TopicFinding(
    Level level, String topic, String setting, String expected, String actual, String remedy) {
  enum Level {
    /// History can be lost, or events can be decided twice.
    UNSAFE,
    /// Right on one machine, but not where data matters.
    ADVICE
  }
}
