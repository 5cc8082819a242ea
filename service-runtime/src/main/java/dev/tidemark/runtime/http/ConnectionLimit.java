package dev.tidemark.runtime.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.SelectorManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounds the connections, each of which takes memory whether anything is asked on it or not.
///
/// Whoever comes then is told so at once. Jetty's own limits stop accepting instead: the system
/// goes on to take connections in the server's name, whose clients wait for an answer that nobody
/// gives.
final class ConnectionLimit implements SelectorManager.AcceptListener {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

  /// Written before anything is read: as well as can be told to somebody who may not have asked
  /// yet.
  private static final byte[] TURNED_AWAY =
      """
      HTTP/1.1 503 Service Unavailable
      Retry-After: 1
      Content-Length: 0
      Connection: close

      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  /// A connection that is closed before what came is read is reset, and the answer lost.
  private static final int READ_BYTES_MAX = 64 << 10;

  private final int connectionsMax;
  private final HttpMeters meters;
  private final AtomicInteger connections;

  ConnectionLimit(int connectionsMax, HttpMeters meters) {
    this.connectionsMax = connectionsMax;
    this.meters = meters;
    this.connections = meters.connections();
  }

  /// A channel that is closed here is not accepted further, which is told as [#onAcceptFailed].
  @Override
  public void onAccepting(SelectableChannel channel) {
    if (connections.incrementAndGet() > connectionsMax && channel instanceof SocketChannel socket) {
      meters.turnedAwayAsConnection();
      turnAway(socket);
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    connections.decrementAndGet();
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    connections.decrementAndGet();
  }

  /// Never waits: the channel is not blocking.
  private static void turnAway(SocketChannel socket) {
    try (socket) {
      socket.write(ByteBuffer.wrap(TURNED_AWAY));
      socket.shutdownOutput();
      socket.read(ByteBuffer.allocate(READ_BYTES_MAX));
    } catch (IOException e) {
      LOG.debug("Could not tell a client that there are too many connections", e);
    }
  }
}
