package dev.tidemark.chaos.checker;

/// A promise, held against the evidence.
interface Rule {
  /// As reports print it.
  String name();

  /// Says of each case in which the promise could have been broken that it was judged, and of each
  /// in which it was broken why.
  void judge(Evidence evidence, Ruling ruling);
}
