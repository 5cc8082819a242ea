package dev.tidemark.runtime.brokers;

import dev.tidemark.runtime.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// Options of all of Kafka's clients in one file, as Kafka's own tools take them with
/// `--command-config`. Only those that keep others out: what the log's promises rest on is not to
/// be set.
final class ClientFile {
  static final String SETTING = "KAFKA_CLIENT_PROPERTIES_FILE";

  private static final List<String> PREFIXES = List.of("security.", "sasl.", "ssl.");

  private ClientFile() {}

  static Map<String, String> read(Settings settings) {
    String file =
        settings.file(
            SETTING, "", "more of Kafka's options that begin with security., sasl. or ssl.");
    var options = new TreeMap<String, String>();
    if (file.isEmpty()) {
      return options;
    }
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      settings.require(false, SETTING + " must be a file of properties, but: " + e.getMessage());
    }
    for (String name : properties.stringPropertyNames()) {
      settings.require(
          PREFIXES.stream().anyMatch(name::startsWith),
          SETTING
              + " must have options that begin with security., sasl. or ssl. only, but has "
              + name);
      options.put(name, properties.getProperty(name));
    }
    return options;
  }
}
