package dev.tidemark.chaos.planted;

import dev.tidemark.chaos.edge.Answer;
import dev.tidemark.chaos.edge.Call;
import dev.tidemark.chaos.edge.Edge;
import dev.tidemark.chaos.edge.Purpose;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Passes on what it does not falsify: every exchange that is of no use to a mistake, and all but
/// one of a few of the others, so that the load still gets somewhere.
final class Sometimes implements Edge {
  private static final int ONE_OF = 3;

  private final Edge real;
  private final Consumer<Purpose> falsified;
  private final Predicate<Call> useful;
  private final Falsifier falsifier;
  private final AtomicLong calls = new AtomicLong();

  /// Makes a mistake of a call, or none if it cannot.
  interface Falsifier {
    Answer exchange(Call call, Edge real) throws IOException;
  }

  /// @param falsified is told what each call was for that may have been falsified
  Sometimes(Edge real, Consumer<Purpose> falsified, Predicate<Call> useful, Falsifier falsifier) {
    this.real = real;
    this.falsified = falsified;
    this.useful = useful;
    this.falsifier = falsifier;
  }

  @Override
  public Answer exchange(Call call) throws IOException {
    if (!useful.test(call) || calls.incrementAndGet() % ONE_OF != 0) {
      return real.exchange(call);
    }
    falsified.accept(call.purpose());
    return falsifier.exchange(call, real);
  }
}
