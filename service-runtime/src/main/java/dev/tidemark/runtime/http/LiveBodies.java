package dev.tidemark.runtime.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The live bodies that are being written, so that a stop can end them.
final class LiveBodies {
  private static final Logger LOG = LoggerFactory.getLogger(LiveBodies.class);
  private static final Duration FAREWELL_MAX = Duration.ofSeconds(2);

  /// Each keeps its buffer for as long as it lives: Jetty's usual 32 KiB would be most of what it
  /// costs.
  private static final int BUFFER_BYTES = 2_048;

  /// Who writes it, and to where.
  private record Writing(Thread thread, EndPoint client) {
    /// A write that the client does not take ends only with the connection.
    void cut() {
      client.close();
      thread.interrupt();
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<LiveBody, Writing> open = new HashMap<>();
  private boolean ending;

  /// From here on the body is ended by a stop. The same thread writes it.
  void add(LiveBody body, Context context) {
    EndPoint client =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    lock.lock();
    try {
      open.put(body, new Writing(Thread.currentThread(), client));
      if (ending) {
        body.end();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Returns when it has ended, or its client is gone.
  void write(Context context, Answer answer, LiveBody body) {
    try (body) {
      context.res().setBufferSize(BUFFER_BYTES);
      HttpServer.send(context, answer);
      if (!context.method().equals(HandlerType.HEAD)) {
        body.writeTo(context.res().getOutputStream());
      }
    } catch (IOException e) {
      LOG.debug("A client is gone", e);
    } catch (InterruptedException e) {
      LOG.debug("A live body was cut", e);
    } finally {
      remove(body);
    }
  }

  /// Asks all to end, those that are still to come as well.
  void askToEnd() {
    lock.lock();
    try {
      ending = true;
      open.keySet().forEach(LiveBody::end);
    } finally {
      lock.unlock();
    }
  }

  /// Returns when all have ended; what has not after a while is cut.
  void awaitEnd() throws InterruptedException {
    lock.lock();
    try {
      if (!isEmptyWithin(FAREWELL_MAX)) {
        LOG.warn("{} live answers did not end within {}: they are cut", open.size(), FAREWELL_MAX);
        open.values().forEach(Writing::cut);
        boolean _ = isEmptyWithin(FAREWELL_MAX);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmptyWithin(Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    while (!open.isEmpty() && nanos > 0) {
      nanos = changed.awaitNanos(nanos);
    }
    return open.isEmpty();
  }

  /// What is written after the body must not meet an interrupt that was meant for it.
  private void remove(LiveBody body) {
    lock.lock();
    try {
      open.remove(body);
      boolean _ = Thread.interrupted();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
