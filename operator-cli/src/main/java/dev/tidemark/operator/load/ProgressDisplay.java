package dev.tidemark.operator.load;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Shows how far a load is: on a terminal as a bar that moves, else as a line now and then.
public final class ProgressDisplay implements LoadWatcher {
  private static final long BAR_EVERY_MS = 200;
  private static final long LINE_EVERY_MS = 5_000;
  private static final int BAR_CHARS = 30;
  private static final int TROUBLE_CHARS_MAX = 120;
  private static final String LINE_START = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;

  public ProgressDisplay(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void reading(String file) {
    out.println("Reading " + file);
    out.flush();
  }

  @Override
  public Watching watch(Supplier<LoadProgress> progress) {
    return new Shown(progress);
  }

  private final class Shown implements Watching {
    private final Supplier<LoadProgress> progress;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final long start = System.nanoTime();
    private final Thread thread;

    Shown(Supplier<LoadProgress> progress) {
      this.progress = progress;
      this.thread = Thread.ofVirtual().name("progress").start(this::repeat);
    }

    @Override
    public void close() {
      closing.countDown();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      print();
      if (terminal) {
        out.println();
        out.flush();
      }
    }

    private void repeat() {
      try {
        while (!closing.await(terminal ? BAR_EVERY_MS : LINE_EVERY_MS, TimeUnit.MILLISECONDS)) {
          print();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void print() {
      double seconds = (System.nanoTime() - start) / 1e9;
      var line = line(progress.get(), seconds);
      if (terminal) {
        out.print(LINE_START + line);
      } else {
        out.println(line);
      }
      out.flush();
    }

    private String line(LoadProgress now, double seconds) {
      double rate = now.decided() / Math.max(seconds, 0.001);
      var text =
          "%s%,d of %,d commands, %,.0f/s, %s"
              .formatted(
                  terminal ? bar(now) : "", now.decided(), now.total(), rate, left(now, rate));
      return now.trouble().isEmpty() ? text : text + ", trying again: " + shortened(now.trouble());
    }
  }

  private static String bar(LoadProgress now) {
    int full =
        now.total() == 0 ? BAR_CHARS : (int) ((long) BAR_CHARS * now.decided() / now.total());
    return "[" + "#".repeat(full) + "-".repeat(BAR_CHARS - full) + "] ";
  }

  private static String left(LoadProgress now, double rate) {
    if (now.decided() == now.total()) {
      return "done";
    }
    if (now.decided() == 0) {
      return "time left unknown";
    }
    long seconds = (long) Math.ceil((now.total() - now.decided()) / rate);
    return "%d:%02d left".formatted(seconds / 60, seconds % 60);
  }

  private static String shortened(String trouble) {
    var line = trouble.lines().findFirst().orElse("");
    return line.length() > TROUBLE_CHARS_MAX ? line.substring(0, TROUBLE_CHARS_MAX) + "…" : line;
  }
}
