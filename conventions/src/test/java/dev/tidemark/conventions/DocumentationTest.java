package dev.tidemark.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentationTest {
  @Test
  void linksLeadSomewhere() {
    var broken =
        Checkout.written(".md").stream().collect(Collectors.toMap(Checkout::name, Links::broken));
    broken.values().removeIf(links -> links.isEmpty());

    assertThat(broken).isEmpty();
  }

  @Test
  void aLinkThatLeadsNowhereIsNoticed(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("there.md"), "# Here we *are*\n");
    var file =
        Files.writeString(
            folder.resolve("links.md"),
            """
            # Links
            [a](there.md) [b](there.md#here-we-are) [c](#links) [d](https://example.org/x) [e](.)
            [f](gone.md) [g](there.md#gone) [h](#gone) ![i](gone.png "a title")
            `[in](code)`
            ```
            [in](a-block)
            ```
            """);

    assertThat(Links.broken(file)).containsExactly("gone.md", "there.md#gone", "#gone", "gone.png");
  }
}
