package dev.tidemark.localstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A module of ours that runs in a JVM of its own, from what its build left in `target`.
public record JavaProgram(String module, String mainClass) {
  /// The command line that runs it.
  ///
  /// @param flags for the JVM, besides those that every child gets
  public List<String> command(List<String> flags, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            // Loading a few thousand classes from an archive halves the time to be ready.
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + Home.cache().resolve(module + ".jsa"),
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath(), mainClass));
    command.addAll(arguments);
    return command;
  }

  private String classPath() throws IOException {
    var target = Home.path().resolve(module).resolve("target");
    var others = target.resolve("classpath.txt");
    if (!Files.exists(others)) {
      throw new IOException(
          "%s is not there: build it with mvn -Dquick -DskipTests -pl %s -am package"
              .formatted(others, module));
    }
    return jar(target) + File.pathSeparator + Files.readString(others).strip();
  }

  private Path jar(Path target) throws IOException {
    try (var jars = Files.newDirectoryStream(target, module + "-*[0-9T].jar")) {
      var found = new ArrayList<Path>();
      jars.forEach(found::add);
      if (found.size() != 1) {
        throw new IOException(
            "there should be one jar of %s, but found %s".formatted(module, found));
      }
      return found.getFirst();
    }
  }
}
