package dev.tidemark.chaos.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/// Deals each card once, in any order, before it deals one again.
final class Deck<T> {
  private final List<T> cards;
  private final Random random;
  private final Deque<T> left = new ArrayDeque<>();

  Deck(List<T> cards, Random random) {
    this.cards = cards;
    this.random = random;
  }

  T deal() {
    if (left.isEmpty()) {
      var shuffled = new ArrayList<>(cards);
      Collections.shuffle(shuffled, random);
      left.addAll(shuffled);
    }
    return left.removeFirst();
  }
}
