package dev.tidemark.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"up", "status", "down", "logs", "lag", "shards", "tail", "show", "export"})
  void everyVerbExplainsItselfAndItsExitCodes(String verb) {
    assertThat(execute(verb, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: tidemark " + verb, "Exit codes:", "--data-dir");
  }

  @Test
  void aCommandLineThatIsWrongIsRefusedWithTheUsage() {
    assertThat(execute()).isEqualTo(2);
    assertThat(execute("fly")).isEqualTo(2);
    assertThat(execute("up", "--port-base", "many")).isEqualTo(2);
    assertThat(execute("up", "--port-base", "65530")).isEqualTo(2);
    assertThat(execute("up", "--command-instances", "0")).isEqualTo(2);
    assertThat(execute("up", "--command-instances", "10")).isEqualTo(2);
    assertThat(execute("up", "--command-instances", "9", "--port-base", "65522")).isEqualTo(2);
    assertThat(execute("logs", "cafka")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "Expected a verb",
            "Unmatched",
            "'many' is not an int",
            "Expected --port-base from 0 to 65509, but was 65530",
            "Expected --command-instances from 1 to 9, but was 0",
            "Expected --command-instances from 1 to 9, but was 10",
            "Expected --port-base from 0 to 65501, but was 65522");
  }

  @Test
  void withoutASystemStatusSaysSoAndDownHasNothingToDo() {
    assertThat(execute("status", "--data-dir", folder.toString())).isEqualTo(3);
    assertThat(execute("status", "--json", "--data-dir", folder.toString())).isEqualTo(3);
    assertThat(execute("down", "--data-dir", folder.toString())).isZero();
    assertThat(execute("logs", "--data-dir", folder.toString())).isEqualTo(3);

    assertThat(out.toString()).contains("Tidemark does not run.", "{\"state\":\"stopped\"}");
  }

  @Test
  void verbsOfOtherModulesAreNamedButLeftToTheLauncher() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("  bench ", "  chaos ");
    assertThat(execute("bench")).isEqualTo(2);
    assertThat(err.toString()).contains("Expected ./tidemark to hand this over");
  }

  @Test
  void bashLearnsTheVerbs() {
    assertThat(execute("completion")).isZero();
    assertThat(out.toString())
        .contains("complete -F", "tidemark", "--detach", "command-9", "bench", "chaos");
  }

  private int execute(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
