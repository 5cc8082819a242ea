package dev.tidemark.localbroker;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import kafka.Kafka;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// Runs one Kafka node, broker and controller in one, until it is told to stop (SIGTERM).
///
/// Arguments: the directory of its data (made and formatted if need be), then all settings of the
/// broker, each as `name=value`.
final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("Expected DIRECTORY SETTING=VALUE..., but got " + Arrays.toString(args));
      System.exit(2);
    }
    var directory = Path.of(args[0]);
    var settings = new Properties();
    settings.setProperty("log.dirs", directory.toString());
    List.of(args).subList(1, args.length).forEach(setting -> set(settings, setting));

    Files.createDirectories(directory);
    format(directory, settings);
    Kafka.main(new String[] {written(settings, directory).toString()});
  }

  /// Formatting in here takes milliseconds; Kafka's own storage tool is one more JVM to wait for.
  private static void format(Path directory, Properties settings) throws Exception {
    if (Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
      return;
    }
    new Formatter()
        .setNodeId(Integer.parseInt(settings.getProperty("node.id")))
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName(settings.getProperty("controller.listener.names"))
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setDirectories(List.of(directory.toString()))
        .setMetadataLogDirectory(directory.toString())
        .run();
  }

  private static Path written(Properties settings, Path directory) throws IOException {
    var file = directory.resolveSibling(directory.getFileName() + ".properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      settings.store(out, "Written anew at every start");
    }
    return file;
  }

  private static void set(Properties settings, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("Expected SETTING=VALUE, but got " + setting);
    }
    settings.setProperty(setting.substring(0, equals), setting.substring(equals + 1));
  }
}
