package dev.tidemark.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout that this JVM runs from: where the modules lie that run as programs of their own.
public final class Home {
  private static final String PROPERTY = "tidemark.home";
  private static final Path PATH = find();

  private Home() {}

  /// The root, from the system property `tidemark.home`, or else found from the working directory
  /// upwards, as in an editor that knows nothing of the property.
  public static Path path() {
    return PATH;
  }

  /// What costs time to make and depends on the build alone: unpacked programs, class archives.
  static Path cache() {
    try {
      return Files.createDirectories(PATH.resolve("local-stack/target/cache"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find() {
    var set = System.getProperty(PROPERTY);
    if (set != null) {
      return Path.of(set).toAbsolutePath().normalize();
    }
    for (var path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
      if (Files.exists(path.resolve("local-broker/pom.xml"))) {
        return path;
      }
    }
    throw new IllegalStateException(
        "Expected -D" + PROPERTY + "=<the checkout>, but it is not set");
  }
}
