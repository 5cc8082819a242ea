package dev.tidemark.operator.admin;

import dev.tidemark.operator.archive.ArchiveCheck;
import dev.tidemark.operator.archive.Archiving;
import dev.tidemark.operator.archive.LogSource;
import dev.tidemark.operator.archive.Manifest;
import dev.tidemark.operator.archive.Manifest.Stretch;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "export",
    description = {
      "Writes all committed records of the log to files: gzipped NDJSON by topic and shard, and a"
          + " manifest with counts, offsets and SHA-256 checksums.",
      "May be interrupted and run again; run on a whole export, it adds what came since."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is there (with --check: and is as the manifest says)",
      "1:the files cannot be written or read",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer: run it again",
      "7:the log does not hold what is missing, or is another one",
      "8:with --check: something is not as the manifest says"
    })
public final class Export implements Callable<Integer> {
  private static final long MEBIBYTE = 1L << 20;

  @Parameters(paramLabel = "DIR", description = "Where the files are, or are to be.")
  private Path directory = Path.of("");

  @Option(names = "--check", description = "Compare the files with the manifest; write nothing.")
  private boolean check;

  @Option(
      names = "--segment-mib",
      paramLabel = "N",
      description = "Begin another file after so much text (default: ${DEFAULT-VALUE}).")
  private int segmentMib = 64;

  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    if (segmentMib < 1) {
      throw options.wrong("Expected --segment-mib to be at least 1, but was " + segmentMib);
    }
    return check ? check() : export();
  }

  private int check() {
    var findings = ArchiveCheck.findings(directory);
    var manifest = Manifest.read(directory);
    if (options.json()) {
      var answer = JsonMapper.shared().createObjectNode().put("records", manifest.records());
      findings.forEach(answer.putArray("findings")::add);
      options.print(answer);
    } else {
      findings.forEach(options.out()::println);
      options
          .out()
          .printf(
              "%,d records: %s%n",
              manifest.records(),
              findings.isEmpty() ? "all as the manifest says" : findings.size() + " findings");
    }
    return findings.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private int export() throws InterruptedException {
    try (var client = options.client()) {
      Files.createDirectories(directory);
      var manifest = manifest(client.get("/v1/admin/log"));
      var archiving = new Archiving(directory, manifest, source(client), segmentMib * MEBIBYTE);
      final Manifest whole;
      try (var _ = options.progress().watch(archiving::progress)) {
        whole = archiving.run();
      }
      if (options.json()) {
        options.print(JsonMapper.shared().createObjectNode().put("records", whole.records()));
      } else {
        options.out().printf("%,d records in %s%n", whole.records(), directory);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw Failure.reading(directory, "write the log to", e);
    }
  }

  /// What is there already, to be continued to where the log ends now.
  private Manifest manifest(JsonNode extent) {
    int shards = extent.required("shards").asInt();
    boolean isThere = Manifest.isIn(directory);
    var before = isThere ? Manifest.read(directory) : null;
    var identity = extent.required("identity").asString();
    if (before != null && !before.log().equals(identity)) {
      throw anotherLog("the identity " + before.log(), identity);
    }
    var stretches = new ArrayList<Stretch>();
    for (var each : extent.required("stretches")) {
      var topic = each.required("topic").asString();
      int shard = each.required("shard").asInt();
      long begin = each.required("begin").asLong();
      long end = each.required("end").asLong();
      var known = before == null ? List.<Stretch>of() : before.stretches();
      var stretch =
          known.stream()
              .filter(it -> it.topic().equals(topic) && it.shard() == shard)
              .findFirst()
              .orElseGet(() -> new Stretch(topic, shard, begin, begin, end, List.of()));
      if (end < stretch.next() || begin > stretch.next()) {
        throw anotherLog(
            "offset %d of %s, shard %d".formatted(stretch.next(), topic, shard),
            "%d to %d".formatted(begin, end));
      }
      stretches.add(stretch.to(stretch.next(), end));
    }
    var at = Instant.parse(extent.required("at").asString());
    return new Manifest(Manifest.FORMAT, identity, at, shards, stretches);
  }

  private Failure anotherLog(String expected, String actual) {
    return new Failure(
        ExitCode.REFUSED,
        "Expected the log that %s was exported from, with %s, but this one has %s"
            .formatted(directory, expected, actual));
  }

  private static LogSource source(AdminClient client) {
    return (topic, shard, from, to) -> {
      var response =
          client.stream("/v1/admin/log/%s/%d?from=%d&to=%d".formatted(topic, shard, from, to));
      try (var lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        long next = response.headers().firstValueAsLong("Tidemark-Next").orElseThrow();
        return new LogSource.Page(lines.lines().toList(), next);
      } catch (IOException e) {
        throw new Failure(ExitCode.NO_ANSWER, "The answer broke off: " + e);
      }
    };
  }
}
