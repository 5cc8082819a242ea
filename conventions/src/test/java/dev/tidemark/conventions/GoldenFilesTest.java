package dev.tidemark.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.codec.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each type of event has an example on file, so that what was once written stays readable.
class GoldenFilesTest {
  private static final Path GOLDEN =
      Checkout.root().resolve("shared-events/src/test/resources/golden");

  @Test
  void everyTypeOfEventHasAGoldenFile() {
    assertThat(missing(new EventCodec().types(), GOLDEN)).isEmpty();
  }

  @Test
  void aTypeWithoutAGoldenFileIsNoticed(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("door.opened.v1.json"), "{}");

    assertThat(missing(Set.of("door.opened.v1", "door.closed.v1"), folder))
        .containsExactly("door.closed.v1.json");
  }

  private static List<String> missing(Collection<String> types, Path folder) {
    return types.stream()
        .map(type -> type + ".json")
        .filter(file -> !Files.exists(folder.resolve(file)))
        .sorted()
        .toList();
  }
}
