package dev.tidemark.runtime.http;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Who is listened to.
enum Listener {
  /// Clients. Each request has a virtual thread of its own.
  PUBLIC("HTTP_PORT") {
    @Override
    QueuedThreadPool threads() {
      var threads = new QueuedThreadPool(PUBLIC_THREADS_MAX);
      threads.setName("http");
      threads.setVirtualThreadsExecutor(
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
      return threads;
    }

    @Override
    Executor handling(QueuedThreadPool threads) {
      return threads.getVirtualThreadsExecutor();
    }
  },
  /// Operators and their tools. They have platform threads, since virtual ones would wait for a
  /// processor behind all the requests that they were asked about.
  ADMIN("HTTP_ADMIN_PORT") {
    @Override
    QueuedThreadPool threads() {
      var threads = new QueuedThreadPool(ADMIN_THREADS_MAX, ADMIN_THREADS_MIN);
      threads.setName("admin");
      return threads;
    }

    @Override
    Executor handling(QueuedThreadPool threads) {
      return threads;
    }
  };

  private static final int PUBLIC_THREADS_MAX = 64;
  private static final int ADMIN_THREADS_MAX = 16;
  private static final int ADMIN_THREADS_MIN = 4;

  private final String portSetting;

  Listener(String portSetting) {
    this.portSetting = portSetting;
  }

  /// What its port is set by.
  String portSetting() {
    return portSetting;
  }

  /// New threads for one server.
  abstract QueuedThreadPool threads();

  /// Where its requests are handled, of these threads.
  abstract Executor handling(QueuedThreadPool threads);
}
