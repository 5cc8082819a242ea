package dev.tidemark.operator.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.system.SystemPorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final RunningSystem SYSTEM =
      new RunningSystem(SystemPorts.from(18_080, 2), Map.of("kafka", 42L));

  @TempDir private Path folder;
  private RunDirectory run;

  @BeforeEach
  void open() {
    run = new RunDirectory(new DataDirectory(folder));
  }

  @Test
  void whoHasTheClaimIsTheOwnerAndTheirSystemCanBeFound() throws Exception {
    assertThat(run.owner()).isEmpty();

    try (var claim = run.claim()) {
      assertThat(claim).isNotNull();
      assertThat(run.owner()).hasValue(ProcessHandle.current());
      assertThat(run.published()).isEmpty();

      run.publish(SYSTEM);
      assertThat(run.published()).hasValue(SYSTEM);
    }
  }

  @Test
  void afterAGoodEndNothingIsLeftBehindAndAfterAKillThatIsNoticed() throws Exception {
    run.adopt();
    var dead = new ProcessBuilder("true").start();
    var identity = ProcessIdentity.of(dead.toHandle());
    dead.waitFor();
    Files.writeString(folder.resolve("run/owner"), identity.toString());
    run.publish(SYSTEM);

    assertThat(run.owner()).isEmpty();
    assertThat(run.published()).isEmpty();
    assertThat(run.wasKilled()).isTrue();

    run.clear();
    assertThat(run.wasKilled()).isFalse();
  }

  @Test
  void aNewOwnerDoesNotInheritTheSystemOfTheLast() throws Exception {
    run.adopt();
    run.publish(SYSTEM);

    try (var _ = run.claim()) {
      assertThat(run.published()).isEmpty();
    }
  }

  @Test
  void emptyingDeletesTheDataAndKeepsTheClaim() throws Exception {
    try (var _ = run.claim()) {
      Files.createDirectories(folder.resolve("kafka/topic-0"));
      Files.writeString(folder.resolve("session-secret"), "secret");

      run.empty();

      assertThat(folder).isDirectoryNotContaining("glob:**/{kafka,session-secret}");
      assertThat(run.owner()).isPresent();
    }
  }

  @Test
  void aFolderWithSomebodyElsesFilesIsRefused() throws Exception {
    Files.writeString(folder.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(run::claim).hasMessageContaining("Expected " + folder + " to be empty or");
  }
}
