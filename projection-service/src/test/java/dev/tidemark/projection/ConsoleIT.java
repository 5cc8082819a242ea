package dev.tidemark.projection;

import static dev.tidemark.projection.given.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.projection.given.Browser;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The console in a real browser. Aborted where none is installed; `-Dconsole.pictures=DIR` keeps
/// pictures of what was seen.
class ConsoleIT {
  private static final String STICKING_OUT =
      """
      [...document.querySelectorAll('body *')]
        .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((each) => each.outerHTML.slice(0, 80)).join('\\n')
      """;

  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    var program = Browser.installed();
    assumeTrue(
        program.isPresent(),
        "Expected Chromium on the PATH, but there is none, so the console is not tested:"
            + " apt-get install chromium");
    Operated.one();
    browser = Browser.start(program.get());
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void theStateOfEachShardIsSeen() throws Exception {
    openAt(1280, 900, "light", "");

    eventually(() ->
        assertThat(browser.text("#shards"))
            .contains("Shard 0", "Shard 1", "up to date", "live", "polling", "node-1"));
    // The owners in this log are none that run.
    eventually(() -> assertThat(browser.text("#health")).isEqualTo("some shards take no commands"));
    assertThat(browser.text("#throughput")).contains("Written to the log", "Applied to PostgreSQL");
    assertThat(browser.text("#generations")).contains("Generation 1", "serving");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void anOrderIsLookedUpWithTheKeyboardAlone() throws Exception {
    var order = Operated.placed("typed");
    openAt(1280, 900, "light", "");
    eventually(() -> assertThat(browser.text("#shards")).contains("Shard 0"));

    browser.ask("document.querySelector('[name=kind]').focus()");
    browser.press("Tab");
    browser.type(order.toString());
    eventually(() -> {
      browser.press("Enter");
      eventually(() -> assertThat(browser.text("#aggregate")).contains("What each store has"));
      assertThat(browser.text("#aggregate")).contains("all agree");
    });

    assertThat(browser.ask("location.hash").asString()).isEqualTo("#orders/" + order);
    assertThat(browser.text("#aggregate"))
        .contains("Log", "PostgreSQL", "Redis", "3.75", "order.placed.v1", "order.paid.v1");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatARecordSaysStaysText() throws Exception {
    openAt(1280, 900, "light", "#users/%3Cimg%20src=x%3E");

    eventually(() -> assertThat(browser.text("#aggregate")).contains("not shown"));
    assertThat(browser.ask("document.querySelectorAll('img').length").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1280,light", "1280,dark", "360,light", "360,dark"})
  void nothingSticksOutAndTextCanBeRead(int width, String scheme) throws Exception {
    var order = Operated.placed("seen-" + width + scheme);
    openAt(width, 900, scheme, "#orders/" + order);

    eventually(() -> assertThat(browser.text("#shards")).contains("Shard 0"));
    eventually(() -> assertThat(browser.text("#aggregate")).contains("order.paid.v1"));
    keepPicture(width + "-" + scheme);
    assertThat(browser.ask(STICKING_OUT).asString()).isEmpty();
    // A scroll bar takes some of the width, where there is one.
    assertThat(browser.ask("document.documentElement.scrollWidth").asInt())
        .isEqualTo(browser.ask("document.documentElement.clientWidth").asInt());
    String background = browser.ask("getComputedStyle(document.body).backgroundColor").asString();
    assertThat(background.equals("rgb(17, 22, 28)")).isEqualTo(scheme.equals("dark"));
  }

  private static void openAt(int width, int height, String scheme, String hash) {
    browser.resize(width, height);
    browser.prefer(scheme);
    browser.open(URI.create("about:blank"));
    browser.open(Operated.one().projection.base().resolve("/console" + hash));
  }

  private static void keepPicture(String name) throws Exception {
    String folder = System.getProperty("console.pictures", "");
    if (!folder.isEmpty()) {
      eventually(() -> assertThat(browser.text("#throughput")).contains("/s"));
      Files.write(Path.of(folder, name + ".png"), browser.picture());
    }
  }
}
