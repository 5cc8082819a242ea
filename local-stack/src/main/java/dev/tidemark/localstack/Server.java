package dev.tidemark.localstack;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A server that is not ours, as a child process or in a container: see [StackKind].
abstract class Server extends StackProcess {
  private @Nullable ServerContainer container;

  /// How the server runs in a container.
  ///
  /// @param name of its public image
  /// @param port that it listens on inside
  /// @param command beside what the image runs by itself; empty for just that
  record Image(String name, int port, Map<String, String> environment, List<String> command) {}

  Server(String name) {
    super(name);
  }

  /// Where it listens, on this machine.
  abstract int listensOn();

  /// Starts it as a child process, without waiting for it.
  abstract Launched spawn() throws IOException;

  abstract Image image();

  @Override
  final Launched launch() throws IOException {
    Ports.requireFree(listensOn());
    return switch (StackKind.chosen()) {
      case EMBEDDED -> spawn();
      case CONTAINERS -> contained();
    };
  }

  /// Stops it. In a container, what it wrote is gone then.
  @Override
  public final void close() {
    super.close();
    var made = container;
    if (made != null) {
      made.close();
      container = null;
    }
  }

  private Launched contained() throws IOException {
    var made = container;
    if (made == null) {
      made = new ServerContainer(image(), listensOn());
      container = made;
    }
    return made.start();
  }
}
