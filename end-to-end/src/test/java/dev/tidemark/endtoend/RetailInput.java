package dev.tidemark.endtoend;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/// The retail files that a test runs on: real ones where they are given by settings, else small
/// ones that were made up and have the same odd shapes.
final class RetailInput {
  private RetailInput() {}

  /// Given by `-Dretail.file=…`.
  static Path file() {
    return given("retail.file", "retail-small.csv");
  }

  /// Given by `-Dretail.badRows=…`.
  static Path badRows() {
    return given("retail.badRows", "bad-rows-small.csv");
  }

  /// The small file, whatever is given.
  static Path small() {
    return resource("retail-small.csv");
  }

  private static Path given(String setting, String madeUp) {
    var path = System.getProperty(setting, "");
    if (!path.isEmpty()) {
      return Path.of(path);
    }
    System.out.printf(
        "No real file was given by -D%s=…: this test runs on %s, which is made up.%n",
        setting, madeUp);
    return resource(madeUp);
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(RetailInput.class.getResource("/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
