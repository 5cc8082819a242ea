package dev.tidemark.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/// The classes of a program in the form that the JVM likes best, which about halves the time until
/// it is ready.
///
/// The JVM writes the archive when a program ends that has none, and reads it from then on. When
/// the class path has changed it silently works without, so each class path has an archive of its
/// own.
///
/// One process alone may write it. The JVM does not keep two that end at once from writing into the
/// same file, and each that reads what comes of that dies while it starts.
record ClassArchive(Path file) {
  private static final Set<Path> WRITTEN_BY_ONE = ConcurrentHashMap.newKeySet();
  private static final List<String> SILENTLY = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

  static ClassArchive of(String module, List<String> classPath) throws IOException {
    var jars = new CRC32();
    jars.update(System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8));
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

  /// For one process.
  List<String> flags() {
    var flags = new ArrayList<>(SILENTLY);
    flags.add("-XX:SharedArchiveFile=" + file);
    if (WRITTEN_BY_ONE.add(file)) {
      // Also what is there and cannot be read, such as half of one.
      flags.add("-XX:+AutoCreateSharedArchive");
    }
    return flags;
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
