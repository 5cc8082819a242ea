package dev.tidemark.localstack;

import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.util.List;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// The container of one server: made when it is first started, then started again and again with
/// the same files, on the same port of this machine.
///
/// [#close()] removes it; if this JVM ends before that, Testcontainers does.
final class ServerContainer implements AutoCloseable {
  private final GenericContainer<?> container;

  /// @param port of this machine
  ServerContainer(Server.Image image, int port) {
    // Whether the server answers, who starts it asks by the server's own protocol.
    container = new GenericContainer<>(DockerImageName.parse(image.name()));
    container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, image.port())));
    container.withEnv(image.environment());
    if (!image.command().isEmpty()) {
      container.withCommand(image.command().toArray(String[]::new));
    }
  }

  Launched start() throws IOException {
    try {
      if (container.getContainerId() == null) {
        container.start();
      } else {
        container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
      }
      return new ContainerRun(container.getDockerClient(), container.getContainerId());
    } catch (ContainerLaunchException | DockerException e) {
      throw new IOException("its container did not: " + e, e);
    }
  }

  @Override
  public void close() {
    container.stop();
  }
}
