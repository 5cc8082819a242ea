package dev.tidemark.runtime.http;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// Takes connections until it is closed, which those that it has taken do not notice: whoever comes
/// then is refused by the system, and knows that nothing was begun.
final class Door extends ServerConnector {
  private static final int ACCEPT_QUEUE_MAX = 1_024;

  /// When nothing is in flight any more, connections on which nobody asks are kept for so long.
  private static final long LAST_IDLE_MS_MAX = 200;

  private Door(Server server, HttpConnectionFactory protocol) {
    super(server, protocol);
  }

  /// The idle timeout belongs to the connection: one of the request would be put back to the
  /// connection's own at its end, also when a stop has just shortened that.
  static Door of(Server server, HttpConfiguration http, HttpSettings settings, HttpMeters meters) {
    var door = new Door(server, new HttpConnectionFactory(http));
    door.setHost(settings.host());
    door.setPort(settings.port());
    door.setAcceptQueueSize(ACCEPT_QUEUE_MAX);
    door.addBean(new ConnectionLimit(settings.connectionsMax(), meters));
    door.setIdleTimeout(settings.idleTimeout().toMillis());
    door.setShutdownIdleTimeout(LAST_IDLE_MS_MAX);
    return door;
  }

  static void closeAll(Server server) {
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof Door door) {
        door.close();
      }
    }
  }

  /// Ends the thread that accepts, which would else take a closed channel for one that has failed
  /// just now, and try it again and again.
  @Override
  protected boolean handleAcceptFailure(Throwable failure) {
    return isOpen() && super.handleAcceptFailure(failure);
  }
}
