package dev.tidemark.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.Program;
import dev.tidemark.runtime.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// `docs/settings.md` says what the services say. `-Dsettings=apply` rewrites it.
class SettingsPageTest {
  private static final String REPAIR =
      "mvn -q -Dquick -pl conventions -am test -Dtest=SettingsPageTest -Dsettings=apply"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void thePageSaysWhatTheServicesSay() throws IOException {
    var page = Checkout.root().resolve("docs/settings.md");
    String text =
        new SettingsPage(
                List.of(
                    dev.tidemark.command.Main.program("the name of the host"),
                    dev.tidemark.projection.Main.program(),
                    dev.tidemark.query.Main.program()))
            .text();

    if ("apply".equals(System.getProperty("settings"))) {
      Files.writeString(page, text);
    }

    assertThat(page).as("Make it anew with: " + REPAIR).hasContent(text);
  }

  @Test
  void whatAllHaveAlikeIsSaidOnce() {
    var page =
        new SettingsPage(
            List.of(
                program("one", settings -> settings.integer("ONE_COUNT", 4, 1, 9, "a | b")),
                program("two", settings -> settings.integer("LOG", 4, 1, 9, "lines"))));

    assertThat(page.text())
        .containsSubsequence(
            "\n## All services\n",
            "| `LOG_LEVEL` | `info` | error, warn, info, debug, trace | how much is logged |\n",
            "\n## one\n",
            "| `ONE_COUNT` | `4` | 1 to 9 | a \\| b |\n",
            "\n## two\n",
            "| `LOG` | `4` | 1 to 9 | lines |\n")
        .containsOnlyOnce("LOG_LEVEL");
  }

  private static Program<Integer> program(String name, Function<Settings, Integer> read) {
    return new Program<>(name, "", "X_", read, Duration::ofSeconds, (_, _) -> {});
  }
}
