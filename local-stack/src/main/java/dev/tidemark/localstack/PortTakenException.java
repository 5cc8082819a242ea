package dev.tidemark.localstack;

/// Somebody else listens where a server of ours should.
public final class PortTakenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int port;

  public PortTakenException(int port) {
    super(
        "Expected port %d to be free, but %s listens there"
            .formatted(port, PortHolder.of(port).map(PortHolder::toString).orElse("some process")));
    this.port = port;
  }

  public int port() {
    return port;
  }
}
