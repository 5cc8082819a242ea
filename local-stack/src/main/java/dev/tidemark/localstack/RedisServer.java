package dev.tidemark.localstack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A cache: it holds nothing that PostgreSQL does not hold, so it writes nothing to disk and is
/// empty after every start, as after a failover at its worst.
public final class RedisServer extends Server {
  private static final String IMAGE = "redis:8";
  private static final int PORT_INSIDE = 6379;
  private static final List<String> NOTHING_ON_DISK = List.of("--save", "", "--appendonly", "no");
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
  int listensOn() {
    return port;
  }

  @Override
  Launched spawn() throws IOException {
    var home = Files.createDirectories(directory.of("redis"));
    var command = new ArrayList<String>();
    command.add(NativePrograms.redisServer().toString());
    command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", home.toString()));
    command.addAll(NOTHING_ON_DISK);
    return Child.spawn(command, Map.of(), directory.log("redis"), "TERM");
  }

  @Override
  Image image() {
    var command = new ArrayList<>(List.of("redis-server"));
    command.addAll(NOTHING_ON_DISK);
    return new Image(IMAGE, PORT_INSIDE, Map.of(), command);
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
