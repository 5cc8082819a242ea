package dev.tidemark.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A network that fails as told, between a client and a server on this machine. For tests.
///
/// Each connection is two virtual threads, one for each direction, which look at the fault anew for
/// every piece that they carry. Thread-safe.
public final class FaultProxy implements AutoCloseable {
  private static final int BYTES_MAX = 64 * 1024;
  private static final int CONNECT_MS_MAX = 500;
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  /// @param late how long each piece is held up
  private record Fault(Kind kind, Duration late) {}

  private enum Kind {
    PASS,
    BLACK_HOLE,
    CUT
  }

  private static final Fault NONE = new Fault(Kind.PASS, Duration.ZERO);

  private final ServerSocket door;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile Fault fault = NONE;

  /// @param target port of the server
  public FaultProxy(int target) {
    this.target = target;
    try {
      door = new ServerSocket(Ports.free(), 128, Ports.loopback());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("fault-proxy-" + port()).start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /// Carries everything at once. What a black hole has swallowed stays lost, so the connections
  /// that it hit end now.
  public void pass() {
    fault = NONE;
  }

  /// Carries everything, each piece later by `late`, in both directions.
  public void delay(Duration late) {
    fault = new Fault(Kind.PASS, late);
  }

  /// Takes connections and bytes, and nothing comes of it.
  public void blackHole() {
    fault = new Fault(Kind.BLACK_HOLE, Duration.ZERO);
  }

  /// Ends all connections and every new one, until told otherwise.
  public void cut() {
    fault = new Fault(Kind.CUT, Duration.ZERO);
    links.forEach(Link::close);
  }

  /// Ends all connections that there are, without a word; new ones are carried.
  public void reset() {
    links.forEach(Link::reset);
  }

  /// Leads to another server from now on; connections to the one before end.
  public void leadTo(int newTarget) {
    target = newTarget;
    reset();
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links.forEach(Link::close);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var link = new Link(door.accept());
        links.add(link);
        Thread.ofVirtual().start(link::open);
      } catch (IOException e) {
        // Closed, or a client that was gone before it was let in.
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
    }
  }

  /// One connection of a client, and ours to the server.
  private final class Link {
    private final Socket client;
    private final Socket server = new Socket();

    Link(Socket client) {
      this.client = client;
    }

    void open() {
      try {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        server.connect(new InetSocketAddress(Ports.loopback(), target), CONNECT_MS_MAX);
        Thread.ofVirtual().start(() -> carry(server, client));
        carry(client, server);
      } catch (IOException e) {
        close();
      }
    }

    private void carry(Socket from, Socket to) {
      byte[] piece = new byte[BYTES_MAX];
      try {
        int length = from.getInputStream().read(piece);
        while (length >= 0 && passes()) {
          to.getOutputStream().write(piece, 0, length);
          length = from.getInputStream().read(piece);
        }
      } catch (IOException e) {
        // One end is gone; so the other goes.
      }
      close();
    }

    /// Returns when the piece in hand may go on; false if it never will.
    private boolean passes() {
      Fault now = fault;
      return switch (now.kind()) {
        case PASS -> {
          LockSupport.parkNanos(now.late().toNanos());
          yield true;
        }
        case CUT -> false;
        case BLACK_HOLE -> {
          while (fault.kind() == Kind.BLACK_HOLE && !client.isClosed()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
          }
          yield false;
        }
      };
    }

    /// As a machine that lost its power: the other end is told that nothing is known of it.
    void reset() {
      try {
        client.setSoLinger(true, 0);
        server.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is closed already.
      }
      close();
    }

    void close() {
      links.remove(this);
      try (client;
          server) {
        // Both, whatever happens to one.
      } catch (IOException e) {
        // Nobody is left who could be told.
      }
    }
  }
}
