package dev.tidemark.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/// The classes of a program in the form that the JVM likes best, which about halves the time until
/// it is ready.
///
/// The JVM writes the archive when a program ends that has none, and reads it from then on. When
/// the class path has changed it silently works without, so each class path has an archive of its
/// own.
record ClassArchive(Path file) {
  static ClassArchive of(String module, List<String> classPath) throws IOException {
    var jars = new CRC32();
    for (var jar : classPath) {
      var path = Path.of(jar);
      var identity = jar + Files.size(path) + Files.getLastModifiedTime(path);
      jars.update(identity.getBytes(StandardCharsets.UTF_8));
    }
    var archive =
        new ClassArchive(Home.cache().resolve("%s-%08x.jsa".formatted(module, jars.getValue())));
    if (!Files.exists(archive.file)) {
      deleteAll(module);
    }
    return archive;
  }

  List<String> flags() {
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + file,
        "-Xlog:cds=off",
        "-Xlog:cds+dynamic=off");
  }

  /// Those of earlier builds. Who still runs with one keeps it until then.
  private static void deleteAll(String module) throws IOException {
    try (var older = Files.newDirectoryStream(Home.cache(), module + "-*.jsa")) {
      for (var archive : older) {
        Files.deleteIfExists(archive);
      }
    }
  }
}
