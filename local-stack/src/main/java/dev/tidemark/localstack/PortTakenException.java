package dev.tidemark.localstack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Somebody else listens where a server of ours should.
public final class PortTakenException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final int port;
  private final transient @Nullable PortHolder holder;

  public PortTakenException(int port) {
    this(port, PortHolder.of(port).orElse(null));
  }

  private PortTakenException(int port, @Nullable PortHolder holder) {
    super(
        "Expected port %d to be free, but %s listens there"
            .formatted(port, holder == null ? "another process" : holder));
    this.port = port;
    this.holder = holder;
  }

  public int port() {
    return port;
  }

  /// Who listens there, if we may see that.
  public Optional<ProcessHandle> holder() {
    return Optional.ofNullable(holder).flatMap(found -> ProcessHandle.of(found.pid()));
  }
}
