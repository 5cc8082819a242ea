package dev.tidemark.query.changes;

import dev.tidemark.query.changes.Next.Change;
import dev.tidemark.query.changes.Next.Ending;
import dev.tidemark.query.consistency.NotCaughtUpException;
import dev.tidemark.query.consistency.Scope;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The end of the log as it is handed out to all streams. Thread-safe.
///
/// A change is turned into text once, if anybody wants it at all, and shared. Who attaches is told
/// where the tail stands in the same moment, and gets everything behind that and nothing else: so
/// whoever reads up to there by other means has neither gap nor double.
final class Tail {
  private final ChangeText text;
  private final Window window;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Set<Subscription> subscriptions = new HashSet<>();
  private @Nullable Mark mark;
  private long cut;

  Tail(ChangeText text, long memoryBytesMax) {
    this.text = text;
    this.window = new Window(memoryBytesMax);
  }

  /// Where it stands; empty as long as the log has not been read.
  Optional<Mark> mark() {
    lock.lock();
    try {
      return Optional.ofNullable(mark);
    } finally {
      lock.unlock();
    }
  }

  /// The log is read from here on. Streams that came from elsewhere are over.
  void begin(Mark from) {
    lock.lock();
    try {
      subscriptions.forEach(each -> each.end(Ending.LOG_LOST));
      mark = from;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Hands out what was read, in its order, and stands at `end` afterwards.
  void pass(List<Committed> read, Mark end) {
    lock.lock();
    try {
      if (!subscriptions.isEmpty()) {
        handOut(read);
      }
      mark = end;
      subscriptions.forEach(each -> each.reach(end, window.oldest()));
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// From here on everything is offered to it, until it is detached.
  ///
  /// @return behind this
  /// @throws NotReadException if the log has not been read yet
  Mark attach(Subscription subscription) {
    lock.lock();
    try {
      Mark from = standing();
      subscriptions.add(subscription);
      subscription.reach(from, window.oldest());
      return from;
    } finally {
      lock.unlock();
    }
  }

  void detach(Subscription subscription) {
    lock.lock();
    try {
      subscriptions.remove(subscription);
      if (subscription.ending().filter(Ending::isProblem).isPresent()) {
        cut++;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Returns when everything before `other` has been passed.
  ///
  /// @throws NotCaughtUpException if that takes too long: a token from a moment ago arrives soon,
  ///   one of another log never
  void await(Mark other, Scope scope, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (!standing().hasReached(other, scope)) {
        if (nanos <= 0) {
          throw new NotCaughtUpException(
              "Expected the log to reach the token within "
                  + patience.toMillis()
                  + " ms, but it has not: the token may be of another log");
        }
        nanos = moved.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /// How many streams were ended though their clients wanted more.
  long cut() {
    lock.lock();
    try {
      return cut;
    } finally {
      lock.unlock();
    }
  }

  /// For operators.
  String describe() {
    lock.lock();
    try {
      long ending = subscriptions.stream().filter(each -> each.ending().isPresent()).count();
      return "%d streams, %d cut, %d ending".formatted(subscriptions.size(), cut, ending);
    } finally {
      lock.unlock();
    }
  }

  private Mark standing() {
    if (mark == null) {
      throw new NotReadException("Expected the log to be read, but Kafka has not answered yet");
    }
    return mark;
  }

  private void handOut(List<Committed> read) {
    var cursor = new Cursor(standing());
    for (Committed each : read) {
      cursor.pass(each);
      List<Subscription> takers =
          subscriptions.stream().filter(taker -> taker.filter().admits(each)).toList();
      if (!takers.isEmpty()) {
        text.of(each).ifPresent(shown -> offer(shown, cursor.mark(), takers));
      }
    }
  }

  private void offer(String shown, Mark after, List<Subscription> takers) {
    var change = new Change(window.add(shown.length()), shown, after);
    takers.forEach(taker -> taker.offer(change));
  }
}
