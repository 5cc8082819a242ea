package dev.tidemark.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.operator.admin.Export;
import dev.tidemark.operator.admin.Import;
import dev.tidemark.operator.verb.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The log of a system as files, made and used by the verbs of operators.
record Archive(Path directory) {
  /// How a verb ended, and all that it printed.
  record Ended(int exitCode, String said) {}

  static Archive of(RunningTidemark tidemark, Path directory) {
    var export = run(new Export(), directory, tidemark.system().projection().url());
    assertThat(export.exitCode()).as(export.said()).isZero();
    return new Archive(directory);
  }

  Ended importInto(RunningTidemark tidemark) {
    return run(new Import(), directory, tidemark.system().command().url());
  }

  private static Ended run(Callable<Integer> verb, Path directory, URI url) {
    var said = new StringWriter();
    var writer = new PrintWriter(said, true);
    int exitCode =
        new CommandLine(verb)
            .setExecutionExceptionHandler(Failure::report)
            .setOut(writer)
            .setErr(writer)
            .execute(directory.toString(), "--url", url.toString());
    return new Ended(exitCode, said.toString());
  }

  /// The events of each topic and shard, as they stand in the files, but for their offsets.
  Map<String, List<String>> events() throws IOException {
    var events = new TreeMap<String, List<String>>();
    for (JsonNode stretch : manifest().required("stretches")) {
      var name = stretch.required("topic").asString() + "/" + stretch.required("shard").asInt();
      events.put(
          name,
          lines(name).stream().map(line -> line.replaceFirst("\"offset\":\\d+,", "")).toList());
    }
    return events;
  }

  long count() throws IOException {
    return events().values().stream().mapToLong(List::size).sum();
  }

  /// The events of a topic and shard, as they stand in the files.
  List<String> lines(String name) throws IOException {
    try (var files = Files.walk(directory.resolve(name))) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .flatMap(file -> unzipped(file).lines())
          .filter(line -> !line.contains("\"key\":\"shard:"))
          .toList();
    }
  }

  /// The identity of the log.
  String log() throws IOException {
    return manifest().required("log").asString();
  }

  /// Changes one byte of one file.
  void damage() throws IOException {
    try (var files = Files.walk(directory)) {
      var file = files.filter(it -> it.toString().endsWith(".gz")).findFirst().orElseThrow();
      var bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
  }

  private JsonNode manifest() throws IOException {
    return JsonMapper.shared().readTree(Files.readString(directory.resolve("manifest.json")));
  }

  private static BufferedReader unzipped(Path file) {
    try {
      return new BufferedReader(
          new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
