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
    Operated.parked("seenparked");
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
  void whichTierAnswersIsSeen() throws Exception {
    openAt(1280, 900, "light", "");

    eventually(() ->
        assertThat(browser.text("#reads"))
            .contains(
                "Answered by the caches", "75.0 %", "66.7 %", "50.0 %", "Redis", "not counted"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aRebuildIsBegunHeldAndGivenUpByItsButtons() throws Exception {
    openAt(1280, 900, "light", "");
    int built = rebuild("1");

    click("#generations", name(built), "Pause");
    eventually(() -> assertThat(row("#generations", name(built))).contains("paused"));
    click("#generations", name(built), "Resume");
    eventually(() -> assertThat(row("#generations", name(built))).contains("building"));
    click("#generations", name(built), "Cancel");
    keepIt();
    assertThat(row("#generations", name(built))).contains("building");
    click("#generations", name(built), "Cancel");
    doIt();
    eventually(() -> assertThat(row("#generations", name(built))).contains("cancelled"));
    remove(built);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aGenerationIsComparedCutOverToAndRolledBackFromByItsButtons() throws Exception {
    openAt(1280, 900, "light", "");
    int built = rebuild("");
    eventually(() -> assertThat(isEnabled(built, "Cut over")).isTrue());

    click("#generations", name(built), "Cut over");
    doIt();
    eventually(() ->
        assertThat(browser.text("#generations-told")).contains("refused", "make a diff first"));
    click("#generations", name(built), "Compare");
    eventually(() -> assertThat(row("#generations", name(built))).contains("as generation 1"));
    click("#generations", name(built), "Cut over");
    doIt();
    eventually(() -> {
      // Other tests of this JVM may have damaged the rows that serve.
      pressAnyway();
      assertThat(row("#generations", name(built))).contains("serving");
    });
    click("#generations", "Generation 1", "Roll back");
    doIt();
    eventually(() -> {
      pressAnyway();
      assertThat(row("#generations", "Generation 1")).contains("serving");
    });
    remove(built);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aParkedEventIsTriedAgainAndLeftOutWithTheKeyboard() throws Exception {
    Operated.parked("clicked");
    openAt(1280, 900, "light", "");
    eventually(() -> assertThat(row("#parked", "clicked")).contains("user.vanished.v1"));

    click("#parked", "clicked", "Retry");
    eventually(() -> assertThat(browser.text("#parked-told")).contains("1 left", "clicked"));
    click("#parked", "clicked", "Leave out");
    eventually(() -> assertThat(isAsked()).isTrue());
    browser.type("an operator");
    browser.press("Tab");
    browser.type("it never was");
    browser.press("Tab");
    browser.press("Tab");
    browser.press("Enter");

    eventually(() -> assertThat(browser.text("#parked-told")).contains("done", "1 left out"));
    eventually(() -> assertThat(browser.text("#parked")).doesNotContain("clicked"));
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

  /// @return its number
  private static int rebuild(String throttle) throws Exception {
    eventually(() -> assertThat(row("#generations", "Generation 1")).contains("serving"));
    browser.ask("document.querySelector('[name=throttle]').value = '" + throttle + "'");
    browser.ask("document.querySelector('#rebuild button').click()");
    eventually(() -> assertThat(browser.text("#generations")).contains("building"));
    return browser
        .ask(
            "Number(document.querySelector('#generations').innerText.match(/Generation"
                + " (\\d+)\\s+building/)[1])")
        .asInt();
  }

  private static void remove(int generation) throws Exception {
    click("#generations", name(generation), "Remove");
    doIt();
    eventually(
        () -> assertThat(browser.text("#generations")).doesNotContain(name(generation) + "\t"));
  }

  private static String name(int generation) {
    return "Generation " + generation;
  }

  /// Presses a button of the row of a table that begins with `name`, as soon as it is there.
  private static void click(String table, String name, String button) throws Exception {
    String press =
        "(() => { const b = %s; b?.click(); return Boolean(b) })()"
            .formatted(button(table, name, button));
    eventually(() -> assertThat(browser.ask(press).asBoolean(false)).isTrue());
  }

  private static boolean isEnabled(int generation, String button) {
    String expression = button("#generations", name(generation), button);
    return browser.ask("Boolean(%s)".formatted(expression)).asBoolean(false);
  }

  private static String button(String table, String name, String button) {
    return "[...(%s?.querySelectorAll('button:enabled') ?? [])].find((b) => b.innerText === '%s')"
        .formatted(rowOf(table, name), button);
  }

  private static String row(String table, String name) {
    return browser.ask("%s?.innerText ?? ''".formatted(rowOf(table, name))).asString();
  }

  private static String rowOf(String table, String name) {
    return "[...document.querySelectorAll('%s tbody tr')].find((r) => r.cells[0].innerText === '%s')"
        .formatted(table, name);
  }

  private static boolean isAsked() {
    return browser.ask("document.getElementById('confirm').open").asBoolean(false);
  }

  /// The first button of the question has the focus; the second one does it.
  private static void doIt() throws Exception {
    eventually(() -> assertThat(isAsked()).isTrue());
    browser.press("Tab");
    browser.press("Enter");
    eventually(() -> assertThat(isAsked()).isFalse());
  }

  private static void keepIt() throws Exception {
    eventually(() -> assertThat(isAsked()).isTrue());
    browser.press("Enter");
    eventually(() -> assertThat(isAsked()).isFalse());
  }

  private static void pressAnyway() {
    browser.ask("document.querySelector('#generations-told button')?.click()");
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
      eventually(() -> assertThat(browser.text("#reads")).contains("%"));
      Files.write(Path.of(folder, name + ".png"), browser.picture());
    }
  }
}
