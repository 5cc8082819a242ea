package dev.tidemark.operator.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  private final ProcessIdentity ours = ProcessIdentity.of(ProcessHandle.current());

  @Test
  void aProcessIsFoundAgainByWhatWasWrittenDown() {
    assertThat(ProcessIdentity.parse(ours.toString()).alive()).hasValue(ProcessHandle.current());
  }

  @Test
  void aStrangerWithTheSameIdIsNotTakenForOurs() {
    var older = new ProcessIdentity(ours.pid(), ours.startedAt().minus(Duration.ofMinutes(1)));

    assertThat(older.alive()).isEmpty();
  }

  @Test
  void aProcessThatHasEndedIsNotAlive() throws Exception {
    var process = new ProcessBuilder("true").start();
    var identity = ProcessIdentity.of(process.toHandle());
    process.waitFor();

    assertThat(identity.alive()).isEmpty();
  }
}
