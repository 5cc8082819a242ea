package dev.tidemark.localstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A module of ours that runs in a JVM of its own, from what its build left in `target`.
public record JavaProgram(String module, String mainClass) {
  /// The optimizing compiler works on what is called four times as often as by default. What is hot
  /// while a program starts is so for the start alone, and to optimize it took a fifth of all
  /// processor time until a system is ready.
  private static final List<String> OPTIMIZE_LATER =
      List.of(
          "-XX:Tier4InvocationThreshold=20000",
          "-XX:Tier4MinInvocationThreshold=2400",
          "-XX:Tier4CompileThreshold=60000",
          "-XX:Tier4BackEdgeThreshold=160000");

  /// The command line that runs it.
  ///
  /// @param flags for the JVM, besides those that every child gets
  public List<String> command(List<String> flags, List<String> arguments) throws IOException {
    return command(List.of(), flags, arguments);
  }

  /// The command line that runs another version of it.
  ///
  /// @param before folders with classes and resources that take the place of what the build left
  List<String> command(List<Path> before, List<String> flags, List<String> arguments)
      throws IOException {
    var classPath = classPath();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(OPTIMIZE_LATER);
    if (before.isEmpty()) {
      command.addAll(ClassArchive.of(module, classPath).flags());
    }
    command.addAll(flags);
    classPath.addAll(0, before.stream().map(Path::toString).toList());
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), mainClass));
    command.addAll(arguments);
    return command;
  }

  /// Our own jar and what the build says it needs.
  private List<String> classPath() throws IOException {
    var target = Home.path().resolve(module).resolve("target");
    var others = target.resolve("classpath.txt");
    if (!Files.exists(others)) {
      throw new IOException(
          "%s is not there: build it with mvn -Dquick -DskipTests -pl %s -am package"
              .formatted(others, module));
    }
    var classPath = new ArrayList<>(List.of(jar(target).toString()));
    classPath.addAll(List.of(Files.readString(others).strip().split(File.pathSeparator)));
    return classPath;
  }

  /// Neither its sources nor its tests: a version ends in a digit or in SNAPSHOT.
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
