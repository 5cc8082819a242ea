package dev.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.StackProcess;
import dev.tidemark.localstack.system.Supervisor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Each of the six processes dies in the middle of the work, and nothing is lost or done twice.
class CrashesIT {
  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final int COMMANDS_PER_SECOND = 30;

  @Test
  void killingEachProcessDuringALoadChangesNoFigure() throws Exception {
    var file = RetailInput.small();
    var under = new LoadUnderWay();
    try (var tidemark = RunningTidemark.start();
        var _ = new Supervisor(tidemark.system().processes(), _ -> {}).start()) {
      var load =
          CompletableFuture.supplyAsync(() -> tidemark.load(file, COMMANDS_PER_SECOND, under));
      int killed = 0;
      for (var process : tidemark.system().processes()) {
        double part = (killed + 1) / 8.0;
        Wait.until("the load to go on", WITHIN, () -> load.isDone() || under.hasDone(part));
        assertThat(load).as("The load is still under way").isNotDone();
        kill(process);
        killed++;
      }
      var report = load.get();
      System.out.println(report.toText());

      assertThat(killed).isEqualTo(6);
      assertThat(report.linesByReason()).isEqualTo(IndependentFigures.of(file).linesByReason());
      FigureCheck.equal(tidemark, report, IndependentFigures.of(file).toJson());
    }
  }

  /// The load itself waits for those that it needs.
  private static void kill(StackProcess process) {
    long pid = process.pid();
    process.kill();
    Wait.until(
        process.name() + " to be started again",
        WITHIN,
        () -> process.isAlive() && process.pid() != pid);
  }
}
