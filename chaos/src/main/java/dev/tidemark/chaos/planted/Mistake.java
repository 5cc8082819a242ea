package dev.tidemark.chaos.planted;

import dev.tidemark.chaos.edge.Edge;
import dev.tidemark.chaos.edge.Purpose;
import dev.tidemark.chaos.observed.Addresses;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// A promise to be broken: at the edge of the load, so that clients are told what is not so; or in
/// the stores when all is quiet.
@SuppressWarnings("ImmutableEnumChecker") // Both are references to methods without a state.
public enum Mistake {
  /// Says that an order is paid, and asks nobody.
  ANSWERS_UNSENT("acknowledged-stands-in-the-log-once", CommandMistakes::answersUnsent),
  /// Orders another number of things than was wanted.
  SENDS_OTHERWISE("acknowledged-stands-in-the-log-once", CommandMistakes::sendsOtherwise),
  /// Says that what was done was refused.
  REFUSES_WHAT_IS_DONE("refused-stands-not-in-the-log", CommandMistakes::refusesWhatIsDone),
  /// Asks again under another key.
  OTHER_KEY("every-event-was-wanted", CommandMistakes::otherKey),
  /// Answers what was answered before in other words.
  OTHER_WORDS("a-key-gets-its-first-answer-again", CommandMistakes::otherWords),
  /// Says of something that is there that it is not.
  DENIES("refusals-are-true", CommandMistakes::denies),
  /// Answers reads that carry a token with what was read first, or with nothing.
  STALE_TOKEN_READS("token-reads-are-no-older-than-the-token", ReadMistakes::staleWithToken),
  /// Answers strong reads with what was read first, or with nothing.
  STALE_STRONG_READS("strong-reads-see-what-was-acknowledged", ReadMistakes::staleThoughStrong),
  /// Shows a state that was never committed.
  UNCOMMITTED("reads-show-what-was-committed", ReadMistakes::uncommitted),
  /// Shows half of a state.
  HALF("reads-show-what-was-committed", ReadMistakes::half),
  /// Gives a token that is behind what it came with.
  TOKEN_BEHIND("an-answers-token-covers-what-it-shows", ReadMistakes::tokenBehind),
  /// Changes a row.
  ROW_CHANGED("rows-are-the-fold-of-the-log", SpoiltRows::change),
  /// Drops a row.
  ROW_DROPPED("rows-are-the-fold-of-the-log", SpoiltRows::drop),
  /// Drops an event from the timeline.
  EVENT_DROPPED("the-timeline-is-the-log", SpoiltRows::dropEvent),
  /// Counts an order twice.
  SOLD_TWICE("sales-add-up-to-the-log", SpoiltRows::sellTwice),
  /// Changes a value of the cache.
  VALUE_CHANGED("cached-values-are-the-fold-of-the-log", SpoiltValues::change),
  /// Lets the cache say of something that is there that it is not.
  VALUE_DENIES("cached-values-are-the-fold-of-the-log", SpoiltValues::deny),
  /// Writes an event a second time, past the owner of its shard.
  LOGGED_TWICE("sequences-have-no-gap", SpoiltLog::repeat);

  private interface Falsifying {
    Edge around(Edge real, Consumer<Purpose> falsified);
  }

  private interface Spoiling {
    void in(Addresses addresses);
  }

  private final String rule;
  private final Falsifying falsifying;
  private final Spoiling spoiling;

  Mistake(String rule, Falsifying falsifying) {
    this.rule = rule;
    this.falsifying = falsifying;
    this.spoiling = _ -> {};
  }

  Mistake(String rule, Spoiling spoiling) {
    this.rule = rule;
    this.falsifying = (real, _) -> real;
    this.spoiling = spoiling;
  }

  /// The rule that must find it.
  public String rule() {
    return rule;
  }

  /// As options have it, such as `answers-unsent`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Mistake> named(String text) {
    return Arrays.stream(values()).filter(mistake -> mistake.text().equals(text)).findFirst();
  }

  public static List<String> texts() {
    return Arrays.stream(values()).map(Mistake::text).toList();
  }

  /// What the load is to go through instead of `real`. It makes the mistake in one of a few
  /// exchanges that it could make it in.
  public Edge around(Edge real) {
    return around(real, _ -> {});
  }

  /// The same.
  ///
  /// @param falsified is told what each exchange was for in which the mistake may have been made
  public Edge around(Edge real, Consumer<Purpose> falsified) {
    return falsifying.around(real, falsified);
  }

  /// Call it when all is quiet, before the run is judged.
  public void afterQuiet(Addresses addresses) {
    spoiling.in(addresses);
  }
}
