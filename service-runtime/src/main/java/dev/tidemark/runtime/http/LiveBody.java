package dev.tidemark.runtime.http;

import java.io.IOException;
import java.io.OutputStream;

/// The body of an answer that goes on for as long as its client listens and the server serves, such
/// as a stream of events.
///
/// - It is written on the virtual thread of its request, but counts no longer as a request being
///   handled: whoever makes live bodies bounds how many there are.
/// - When the server stops it is asked to end, and cut if it does not within two seconds.
public interface LiveBody extends AutoCloseable {
  /// Returns when the body has come to its end. Called at most once; what is to arrive must be
  /// flushed.
  ///
  /// @throws IOException as `out` does once the client is gone
  /// @throws InterruptedException when it is cut
  void writeTo(OutputStream out) throws IOException, InterruptedException;

  /// Asks it to end soon, because the server stops. Returns at once. Called from any thread,
  /// perhaps before it is written.
  void end();

  /// Gives back what it holds. Called exactly once, also if nothing was ever written.
  @Override
  void close();
}
