package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.OptionalLong;

/// The token that comes with an answer names what the answer shows, and what the request's token
/// named: who sends it on is shown no less.
final class TokensCover implements ReadRule {
  @Override
  public String name() {
    return "an-answers-token-covers-what-it-shows";
  }

  @Override
  public void judge(Read read, Evidence evidence, Ruling ruling) {
    Past past = evidence.past(read.resource(), read.id());
    Fact shown = past == null ? null : past.fact(Reads.version(read));
    if (past == null || shown == null) {
      return;
    }
    ruling.judged();
    OptionalLong told = Tokens.offset(Reads.token(read), read.resource(), past.partition());
    OptionalLong carried = Tokens.offset(read.carried(), read.resource(), past.partition());
    long needed = Math.max(shown.offset(), carried.orElse(-1));
    if (told.orElse(-1) < needed) {
      Reads.violated(
          "Expected a token that names offset %d or later, but it names %s".formatted(needed, told),
          read,
          past,
          ruling);
    }
  }
}
