package dev.tidemark.conventions;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The files of this project: what people wrote, and what the build made of it.
final class Checkout {
  private static final Set<String> NOT_WRITTEN = Set.of("target", ".git", ".tidemark", ".idea");

  private Checkout() {}

  static Path root() {
    var home = System.getProperty("tidemark.home");
    // An editor starts tests in the folder of the module.
    return Path.of(home != null ? home : "..").toAbsolutePath().normalize();
  }

  /// The folders with a build of their own.
  static List<Path> modules() {
    try (var folders = Files.list(root())) {
      return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> written(String suffix) {
    return below(root()).filter(file -> file.toString().endsWith(suffix)).sorted().toList();
  }

  /// All compiled classes but those of tests.
  static JavaClasses production() {
    return compiled("classes");
  }

  static JavaClasses tests() {
    return compiled("test-classes");
  }

  static String name(Path file) {
    return root().relativize(file).toString();
  }

  private static JavaClasses compiled(String folder) {
    var folders =
        modules().stream()
            .map(module -> module.resolve("target").resolve(folder))
            .filter(Files::isDirectory)
            .toList();
    return new ClassFileImporter().importPaths(folders);
  }

  private static Stream<Path> below(Path folder) {
    try (var entries = Files.list(folder)) {
      return entries
          .filter(entry -> !NOT_WRITTEN.contains(entry.getFileName().toString()))
          .flatMap(entry -> Files.isDirectory(entry) ? below(entry) : Stream.of(entry))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
