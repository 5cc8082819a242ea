package dev.tidemark.operator.progress;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Shows how far something is: on a terminal as a bar that moves, else as a line now and then.
public final class ProgressDisplay implements Watcher {
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

  /// A display for whoever started this program.
  public static ProgressDisplay on(PrintWriter out) {
    return new ProgressDisplay(out, isTerminal());
  }

  @Override
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public Watching watch(Supplier<Progress> progress) {
    return new Shown(progress);
  }

  // Java 22 to 24 always have a console, before and after it is there for terminals alone.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /// Its rate counts from here: what was taken up again may be half done.
  private final class Shown implements Watching {
    private final Supplier<Progress> progress;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final long start = System.nanoTime();
    private final long doneBefore;
    private final Thread thread;

    private Shown(Supplier<Progress> progress) {
      this.progress = progress;
      this.doneBefore = progress.get().done();
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

    private String line(Progress now, double seconds) {
      double rate = (now.done() - doneBefore) / Math.max(seconds, 0.001);
      var text =
          "%s%,d%s %s, %,.0f/s, %s"
              .formatted(
                  terminal && now.total() > 0 ? bar(now) : "",
                  now.done(),
                  now.total() > 0 ? " of %,d".formatted(now.total()) : "",
                  now.unit(),
                  rate,
                  left(now, rate));
      return now.trouble().isEmpty() ? text : text + ", trying again: " + shortened(now.trouble());
    }
  }

  private static String bar(Progress now) {
    int full = (int) (BAR_CHARS * Math.min(now.done(), now.total()) / now.total());
    return "[" + "#".repeat(full) + "-".repeat(BAR_CHARS - full) + "] ";
  }

  private static String left(Progress now, double rate) {
    if (now.total() > 0 && now.done() >= now.total()) {
      return "done";
    }
    if (now.total() == 0 || rate <= 0) {
      return "time left unknown";
    }
    long seconds = (long) Math.ceil((now.total() - now.done()) / rate);
    return "%d:%02d left".formatted(seconds / 60, seconds % 60);
  }

  private static String shortened(String trouble) {
    var line = trouble.lines().findFirst().orElse("");
    return line.length() > TROUBLE_CHARS_MAX ? line.substring(0, TROUBLE_CHARS_MAX) + "…" : line;
  }
}
