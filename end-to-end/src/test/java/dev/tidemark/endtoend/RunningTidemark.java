package dev.tidemark.endtoend;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.Profile;
import dev.tidemark.localstack.system.SystemPorts;
import dev.tidemark.localstack.system.WholeSystem;
import dev.tidemark.operator.load.LoadReport;
import dev.tidemark.operator.load.LoadWatcher;
import dev.tidemark.operator.load.RetailLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// All six processes, in a directory of their own and on free ports.
final class RunningTidemark implements AutoCloseable {
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(20);
  private static final int CONCURRENCY = 4;
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);

  private final DataDirectory directory;
  private final WholeSystem system;

  private RunningTidemark(DataDirectory directory) throws IOException {
    this.directory = directory;
    this.system = new WholeSystem(directory, Profile.TEST, SystemPorts.free());
  }

  /// Ready.
  static RunningTidemark start() {
    try {
      var root = Files.createTempDirectory("tidemark-e2e-");
      // PostgreSQL may have to run as another user, who must be able to pass through.
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
      var tidemark = new RunningTidemark(new DataDirectory(root));
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

  Http commands() {
    return new Http(system.command().url());
  }

  Http queries() {
    return new Http(system.query().url());
  }

  LoadReport load(Path file, int commandsPerSecondMax, LoadWatcher watcher) {
    var refused = directory.of("refused.csv");
    try {
      return new RetailLoad(
              system.command().url(),
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
  Map<String, Long> endOfLog() {
    try (var admin = Admin.create(Map.of("bootstrap.servers", system.kafka().bootstrapServers()))) {
      var before = endOfLog(admin);
      for (int quiet = 0; quiet < 3; ) {
        Wait.aMoment();
        var now = endOfLog(admin);
        quiet = now.equals(before) ? quiet + 1 : 0;
        before = now;
      }
      return before;
    }
  }

  private static Map<String, Long> endOfLog(Admin admin) {
    try {
      var wanted = new TreeMap<String, TopicPartition>();
      for (var topic :
          admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(partition ->
                wanted.put(
                    topic.name() + "-" + partition.partition(),
                    new TopicPartition(topic.name(), partition.partition())));
      }
      var specs = new java.util.HashMap<TopicPartition, OffsetSpec>();
      wanted.values().forEach(partition -> specs.put(partition, OffsetSpec.latest()));
      var ends = new TreeMap<String, Long>();
      admin
          .listOffsets(specs)
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
      return ends;
    } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    system.close();
    directory.delete();
  }
}
