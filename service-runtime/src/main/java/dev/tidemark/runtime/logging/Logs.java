package dev.tidemark.runtime.logging;

import dev.tidemark.runtime.settings.Settings;
import java.util.Set;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// How this process logs. The settings are used by the logging itself, which begins before there is
/// anything else; here they are checked.
public final class Logs {
  private static final Set<String> FORMATS = Set.of("text", "json");

  private enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  private Logs() {}

  public static void check(Settings settings) {
    settings.choice("LOG_LEVEL", Level.INFO, "how much is logged");
    String format =
        settings.text("LOG_FORMAT", "text", "text for people, json (with ECS fields) for programs");
    settings.require(
        FORMATS.contains(format), "LOG_FORMAT must be text or json, but was " + format);
  }

  /// Libraries that log by the JDK's own means are heard where all others are, and in their format.
  public static void hearAll() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
