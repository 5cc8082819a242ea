package dev.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.Profile;
import dev.tidemark.localstack.ServiceProcess;
import dev.tidemark.localstack.StackProcess;
import dev.tidemark.localstack.system.SystemPorts;
import dev.tidemark.localstack.system.WholeSystem;
import dev.tidemark.operator.load.LoadReport;
import dev.tidemark.operator.load.RetailLoad;
import dev.tidemark.operator.progress.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// All six processes, in a directory of their own and on free ports.
final class RunningTidemark implements AutoCloseable {
  /// So often a log must look the same to count as at rest, out of so many looks.
  private static final int QUIET_LOOKS = 3;

  private static final int LOOKS_MAX = 200;
  private static final int CONCURRENCY = 4;
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);

  private final DataDirectory directory;
  private final WholeSystem system;

  private RunningTidemark(DataDirectory directory, Map<String, String> more) throws IOException {
    this.directory = directory;
    this.system = new WholeSystem(directory, Profile.TEST, SystemPorts.free(1), more);
  }

  /// Ready.
  static RunningTidemark start() {
    return start(Map.of());
  }

  /// @param more what the services are told besides
  static RunningTidemark start(Map<String, String> more) {
    return start(more, _ -> {});
  }

  /// Ready, and empty, with the secret of another one: their tokens of sessions are the same.
  static RunningTidemark startLike(RunningTidemark other) {
    return start(
        Map.of(),
        root -> Files.copy(other.directory.of("session-secret"), root.resolve("session-secret")));
  }

  private interface Preparation {
    void in(Path root) throws IOException;
  }

  private static RunningTidemark start(Map<String, String> more, Preparation preparation) {
    try {
      var root = Files.createTempDirectory("tidemark-e2e-");
      // PostgreSQL may have to run as another user, who must be able to pass through.
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
      preparation.in(root);
      var tidemark = new RunningTidemark(new DataDirectory(root), more);
      try {
        tidemark.system.start();
        return tidemark;
      } catch (RuntimeException e) {
        tidemark.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WholeSystem system() {
    return system;
  }

  /// All that a process has logged, up to the last whole line.
  String log(StackProcess process) {
    try {
      var text = Files.readString(directory.log(process.name()));
      return text.substring(0, text.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Http commands() {
    return new Http(system.command().url());
  }

  Http queries() {
    return new Http(system.query().url());
  }

  LoadReport load(Path file, int commandsPerSecondMax, Watcher watcher) {
    var refused = directory.of("refused.csv");
    try {
      return new RetailLoad(
              system.commands().stream().map(ServiceProcess::url).toList(),
              file,
              refused,
              CONCURRENCY,
              GIVE_UP_AFTER,
              commandsPerSecondMax)
          .run(watcher);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Where the log ends, once nothing is being written any more: the broker ends transactions some
  /// time after it said so.
  Map<TopicPartition, Long> endOfLog() {
    try (var admin = Admin.create(Map.of("bootstrap.servers", system.kafka().bootstrapServers()))) {
      var before = endOfLog(admin);
      int quiet = 0;
      for (int look = 1; look <= LOOKS_MAX && quiet < QUIET_LOOKS; look++) {
        Wait.aMoment();
        var now = endOfLog(admin);
        quiet = now.equals(before) ? quiet + 1 : 0;
        before = now;
      }
      assertThat(quiet).as("Looks at a log that has come to rest").isEqualTo(QUIET_LOOKS);
      return before;
    }
  }

  private static Map<TopicPartition, Long> endOfLog(Admin admin) {
    try {
      var wanted = new HashMap<TopicPartition, OffsetSpec>();
      var topics = admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get();
      topics.forEach((name, topic) ->
          topic
              .partitions()
              .forEach(partition ->
                  wanted.put(
                      new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
      var ends = new HashMap<TopicPartition, Long>();
      admin
          .listOffsets(wanted)
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    system.close();
    directory.delete();
  }
}
