package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.log.Past;
import java.util.OptionalLong;

/// A read that carries a token shows everything up to the position that the token names.
final class TokenReads implements ReadRule {
  @Override
  public String name() {
    return "token-reads-are-no-older-than-the-token";
  }

  @Override
  public void judge(Read read, Evidence evidence, Ruling ruling) {
    Past past = evidence.past(read.resource(), read.id());
    long shown = Reads.version(read);
    if (past == null || shown == Reads.NOTHING) {
      return;
    }
    OptionalLong offset = Tokens.offset(read.carried(), read.resource(), past.partition());
    long needed = offset.isPresent() ? past.versionAt(offset.getAsLong()) : 0;
    if (needed == 0) {
      return;
    }
    ruling.judged();
    if (shown < needed) {
      Reads.violated(
          "Expected version %d or later, but was %d".formatted(needed, shown), read, past, ruling);
    }
  }
}
