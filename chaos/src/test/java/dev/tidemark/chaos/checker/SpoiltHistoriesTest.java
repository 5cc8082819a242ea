package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Freshness;
import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.history.Outcome;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.history.Seen;
import dev.tidemark.chaos.log.LogRecord;
import dev.tidemark.chaos.log.LogRecord.Fact;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Each rule finds what is done to a run that was right; so each can fail.
class SpoiltHistoriesTest {
  static final List<Spoiling> CASES =
      List.of(
          new Spoiling(
              "an acknowledged event is lost",
              "acknowledged-stands-in-the-log-once",
              spoilt -> spoilt.run.log.remove(created(spoilt))),
          new Spoiling(
              "an acknowledged event stands there twice",
              "acknowledged-stands-in-the-log-once",
              spoilt -> repeat(spoilt, spoilt.lastAcknowledged(_ -> true))),
          new Spoiling(
              "an event is not what was wanted",
              "acknowledged-stands-in-the-log-once",
              spoilt -> {
                Fact fact = spoilt.lastAcknowledged(each -> each.data().contains("Malta"));
                spoilt.replace(fact, data(fact, fact.data().replace("Malta", "Crete")));
              }),
          new Spoiling(
              "an answer names another position",
              "acknowledged-stands-in-the-log-once",
              spoilt -> {
                Attempted attempt = acknowledgement(spoilt);
                var told = Spoilt.acknowledged(attempt);
                spoilt.answer(
                    attempt,
                    new Outcome.Acknowledged(
                        told.status(), told.body(), told.version(), "AQ", told.replayed()));
              }),
          new Spoiling(
              "something is said to be so already that is not",
              "acknowledged-stands-in-the-log-once",
              spoilt -> {
                Attempted attempt =
                    spoilt
                        .operations()
                        .filter(each -> each.intent().command().text().equals("order.deliver"))
                        .filter(each -> each.attempts().size() == 1)
                        .flatMap(each -> each.refused().stream())
                        .findFirst()
                        .orElseThrow();
                spoilt.answer(attempt, new Outcome.Acknowledged(200, "{}", 1, "AQ", false));
              }),
          new Spoiling(
              "a refused command stands in the log",
              "refused-stands-not-in-the-log",
              spoilt -> {
                Fact fact = spoilt.lastAcknowledged(_ -> true);
                spoilt
                    .operation(fact)
                    .attempts()
                    .forEach(
                        each -> spoilt.answer(each, new Outcome.Refused(409, "not-today", "no")));
              }),
          new Spoiling(
              "an unclear command stands in the log twice",
              "unclear-stands-in-the-log-at-most-once",
              spoilt -> {
                Fact fact = spoilt.lastAcknowledged(_ -> true);
                spoilt
                    .operation(fact)
                    .attempts()
                    .forEach(each -> spoilt.answer(each, new Outcome.Unknown("lost")));
                repeat(spoilt, fact);
              }),
          new Spoiling(
              "an answer is given again in other words",
              "a-key-gets-its-first-answer-again",
              spoilt -> {
                Attempted again =
                    spoilt.askedAgain().findFirst().orElseThrow().acknowledged().get(1);
                var told = Spoilt.acknowledged(again);
                spoilt.answer(
                    again,
                    new Outcome.Acknowledged(
                        told.status(), told.body() + " ", told.version(), told.token(), true));
              }),
          new Spoiling(
              "what was acknowledged is refused when asked again",
              "a-key-gets-its-first-answer-again",
              spoilt ->
                  spoilt.answer(
                      spoilt.askedAgain().findFirst().orElseThrow().acknowledged().get(1),
                      new Outcome.Refused(409, "order-not-payable", "no"))),
          new Spoiling(
              "something is refused that was not so",
              "refusals-are-true",
              spoilt -> {
                Fact fact =
                    spoilt.lastAcknowledged(each -> each.sequence() > 1 && clear(spoilt, each));
                spoilt.answer(
                    spoilt.operation(fact).attempts().getFirst(),
                    new Outcome.Refused(404, "not-found", "no"));
              }),
          new Spoiling(
              "nobody wanted an event",
              "every-event-was-wanted",
              spoilt -> {
                Fact fact = spoilt.facts().findFirst().orElseThrow();
                spoilt.replace(fact, key(fact, "nobody's"));
              }),
          new Spoiling(
              "a sequence has a gap",
              "sequences-have-no-gap",
              spoilt ->
                  spoilt.run.log.remove(
                      spoilt
                          .facts()
                          .filter(each -> each.sequence() < spoilt.past(each).versions())
                          .findFirst()
                          .orElseThrow())),
          new Spoiling(
              "an earlier owner writes behind a later one",
              "terms-only-grow",
              spoilt -> {
                Fact fact = spoilt.facts().skip(20).findFirst().orElseThrow();
                spoilt.replace(
                    fact,
                    Spoilt.like(fact, fact.offset(), fact.sequence(), fact.key(), 1, fact.data()));
              }),
          new Spoiling(
              "an order is paid twice",
              "every-event-follows-lawfully",
              spoilt ->
                  repeat(
                      spoilt,
                      spoilt
                          .facts()
                          .filter(each -> each.type().equals("order.paid.v1"))
                          .findFirst()
                          .orElseThrow())),
          new Spoiling(
              "what came later stands before what was acknowledged before it",
              "a-customers-order-is-kept",
              SpoiltHistoriesTest::swap),
          new Spoiling(
              "a read shows what was never committed",
              "reads-show-what-was-committed",
              spoilt -> {
                Read read = spoilt.mustShow(_ -> true);
                var state = (Seen.State) read.seen();
                spoilt.show(read, new Seen.State(99, state.body(), state.token(), state.source()));
              }),
          new Spoiling(
              "a read shows half of a state",
              "reads-show-what-was-committed",
              spoilt -> {
                Read read = spoilt.mustShow(each -> each.resource() == Resource.ORDER);
                var state = (Seen.State) read.seen();
                String half =
                    state.body().replaceFirst("\"status\":\"[a-z]+\"", "\"status\":\"x\"");
                spoilt.show(
                    read, new Seen.State(state.version(), half, state.token(), state.source()));
              }),
          new Spoiling(
              "a read is older than its token",
              "token-reads-are-no-older-than-the-token",
              spoilt -> {
                Read read = spoilt.mustShow(each -> carriesWhatItShows(spoilt, each));
                spoilt.show(read, spoilt.older(read));
              }),
          new Spoiling(
              "a read denies what its token has seen",
              "token-reads-are-no-older-than-the-token",
              spoilt -> {
                Read read = spoilt.mustShow(each -> carriesWhatItShows(spoilt, each));
                spoilt.show(read, new Seen.Absent(read.carried(), "redis"));
              }),
          new Spoiling(
              "a strong read is older than what was acknowledged",
              "strong-reads-see-what-was-acknowledged",
              spoilt ->
                  spoilt
                      .reads()
                      .filter(each -> each.freshness() == Freshness.STRONG)
                      .filter(each -> each.seen() instanceof Seen.State)
                      .toList()
                      .forEach(each -> spoilt.show(each, new Seen.Absent("", "redis")))),
          new Spoiling(
              "a client goes back",
              "reads-with-a-token-go-forward",
              spoilt ->
                  spoilt
                      .reads()
                      .filter(each -> each.freshness() == Freshness.TOKEN)
                      .filter(each -> Reads.version(each) > 1)
                      .toList()
                      .forEach(each -> spoilt.show(each, spoilt.older(each)))),
          new Spoiling(
              "a token is behind what it came with",
              "an-answers-token-covers-what-it-shows",
              spoilt -> {
                Read read = spoilt.mustShow(_ -> true);
                var state = (Seen.State) read.seen();
                spoilt.show(
                    read, new Seen.State(state.version(), state.body(), "AQ", state.source()));
              }));

  @ParameterizedTest
  @FieldSource("CASES")
  void theRuleFindsIt(Spoiling spoiling) {
    spoiling.requireThatItIsFound();
  }

  private static Fact created(Spoilt spoilt) {
    return spoilt.lastAcknowledged(fact -> fact.sequence() == 1);
  }

  private static Attempted acknowledgement(Spoilt spoilt) {
    Fact fact = created(spoilt);
    return spoilt.operation(fact).acknowledged().getFirst();
  }

  /// Whether all of its answers came.
  private static boolean clear(Spoilt spoilt, Fact fact) {
    return spoilt.operation(fact).attempts().size() == 1 && !spoilt.operation(fact).unclear();
  }

  private static void repeat(Spoilt spoilt, Fact fact) {
    spoilt.run.log.add(
        Spoilt.like(
            fact,
            spoilt.end(fact),
            spoilt.past(fact).versions() + 1,
            fact.key(),
            Long.MAX_VALUE,
            fact.data()));
  }

  private static Fact data(Fact fact, String data) {
    return Spoilt.like(fact, fact.offset(), fact.sequence(), fact.key(), fact.term(), data);
  }

  private static Fact key(Fact fact, String key) {
    return Spoilt.like(fact, fact.offset(), fact.sequence(), key, fact.term(), fact.data());
  }

  /// Two registrations or placements of a customer change places.
  private static void swap(Spoilt spoilt) {
    for (Fact first : spoilt.facts().toList()) {
      for (Fact second : spoilt.facts().toList()) {
        boolean follows =
            first.customer().equals(second.customer())
                && first.resource() == Resource.ORDER
                && second.resource() == Resource.ORDER
                && !first.id().equals(second.id())
                && spoilt.told(first) < spoilt.operation(second).invokedAt();
        if (follows) {
          List<LogRecord> log = spoilt.run.log;
          int one = log.indexOf(first);
          int other = log.indexOf(second);
          log.set(one, at(second, first.offset()));
          log.set(other, at(first, second.offset()));
          return;
        }
      }
    }
    throw new AssertionError("Expected two orders of a customer, one after the other");
  }

  private static Fact at(Fact fact, long offset) {
    return Spoilt.like(fact, offset, fact.sequence(), fact.key(), fact.term(), fact.data());
  }

  private static boolean carriesWhatItShows(Spoilt spoilt, Read read) {
    Fact shown =
        spoilt
            .facts()
            .filter(fact -> fact.id().equals(read.id()))
            .filter(fact -> fact.sequence() == Reads.version(read))
            .findFirst()
            .orElseThrow();
    var carried = Tokens.offset(read.carried(), read.resource(), shown.partition());
    return carried.isPresent() && carried.getAsLong() >= shown.offset();
  }
}
