package dev.tidemark.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.LocalStack;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Many quiet streams cost little memory and no threads of the system, and all get what comes.
/// `-Dchanges.streams=5000` tries more; each takes two file descriptors here.
class ManyStreamsIT {
  private static final int STREAMS = Integer.getInteger("changes.streams", 1_000);
  private static final long BYTES_A_STREAM_MAX = 40 * 1024;
  private static final int THREADS_MORE_MAX = 100;

  @Test
  void aThousandStreamsCostLittleAndAllGetWhatComes() throws Exception {
    String kafka = LocalStack.shared().kafka().bootstrapServers();
    TestLog.createTopics(kafka);
    var clients = new ArrayList<SocketChannel>();
    try (var log = new TestLog(kafka, "many");
        var running =
            RunningChanges.following(
                kafka, Map.of("QUERY_CHANGES_STREAMS_MAX", String.valueOf(STREAMS)))) {
      long bytesBefore = bytesInUse();
      int threadsBefore = platformThreads();
      for (int i = 0; i < STREAMS; i++) {
        clients.add(open(running.port()));
      }
      for (SocketChannel client : clients) {
        readUntil(client, "id: ");
      }
      long bytesEach = (bytesInUse() - bytesBefore) / STREAMS;
      int threadsMore = platformThreads() - threadsBefore;
      System.out.printf(
          "%d quiet streams: %,d bytes each, %d more platform threads%n",
          STREAMS, bytesEach, threadsMore);
      assertThat(bytesEach).isLessThan(BYTES_A_STREAM_MAX);
      assertThat(threadsMore).isLessThan(THREADS_MORE_MAX);

      long start = System.nanoTime();
      log.write(new Customer("everybody").registers());
      for (SocketChannel client : clients) {
        readUntil(client, "everybody:1");
      }
      System.out.printf(
          "all of them had the change after %d ms%n", (System.nanoTime() - start) / 1_000_000);
    } finally {
      close(clients);
    }
  }

  private static SocketChannel open(int port) throws IOException {
    var client = SocketChannel.open();
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    client.write(
        ByteBuffer.wrap(
            "GET /v1/changes?topic=users HTTP/1.1\r\nHost: x\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1)));
    return client;
  }

  private static void readUntil(SocketChannel client, String awaited) throws IOException {
    var read = new StringBuilder();
    var buffer = ByteBuffer.allocate(4_096);
    while (read.indexOf(awaited) < 0) {
      if (client.read(buffer.clear()) < 0) {
        throw new AssertionError("Expected " + awaited + ", but the stream ended: " + read);
      }
      read.append(StandardCharsets.UTF_8.decode(buffer.flip()));
    }
  }

  private static void close(List<SocketChannel> clients) throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
  }

  /// Of the heap, and of the buffers outside of it.
  private static long bytesInUse() {
    System.gc();
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + buffers;
  }

  /// Threads that are not virtual.
  private static int platformThreads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}
