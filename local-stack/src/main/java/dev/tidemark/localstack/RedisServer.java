package dev.tidemark.localstack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A cache: it holds nothing that PostgreSQL does not hold, so it writes nothing to disk and is
/// empty after every start, as after a failover at its worst.
public final class RedisServer extends StackProcess {
  private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PONG = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int PROBE_MS_MAX = 500;

  private final DataDirectory directory;
  private final int port;

  public RedisServer(DataDirectory directory, int port) {
    super("redis");
    this.directory = directory;
    this.port = port;
  }

  public int port() {
    return port;
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public String address() {
    return url();
  }

  @Override
  Child launch() throws IOException {
    Ports.requireFree(port);
    var home = Files.createDirectories(directory.of("redis"));
    var command =
        List.of(
            NativePrograms.redisServer().toString(),
            "--port",
            String.valueOf(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            home.toString(),
            "--save",
            "",
            "--appendonly",
            "no");
    return Child.spawn(command, Map.of(), directory.log("redis"), "TERM");
  }

  @Override
  public boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(Ports.loopback(), port), PROBE_MS_MAX);
      socket.setSoTimeout(PROBE_MS_MAX);
      socket.getOutputStream().write(PING);
      return Arrays.equals(socket.getInputStream().readNBytes(PONG.length), PONG);
    } catch (IOException notYet) {
      return false;
    }
  }
}
