package dev.tidemark.runtime;

import dev.tidemark.runtime.health.Health.Phase;
import dev.tidemark.runtime.logging.Logs;
import dev.tidemark.runtime.settings.Described;
import dev.tidemark.runtime.settings.Profile;
import dev.tidemark.runtime.settings.Settings;
import dev.tidemark.runtime.settings.SettingsException;
import dev.tidemark.runtime.tracing.Tracing;
import dev.tidemark.runtime.tracing.TracingSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A service as a process: reads its settings, starts, runs until it is told to stop, stops.
///
/// Exit status: 0 after a stop that was asked for (SIGTERM, SIGINT) and finished in time; 1 if it
/// could not start, failed, or did not stop in time; 2 for wrong arguments or settings.
///
/// @param name of the service, such as `query-service`
/// @param summary one sentence for `--help`
/// @param ownPrefix of its own settings, such as `QUERY_`
/// @param read its settings as one immutable value
/// @param stopWaits how long a stop may wait for others by these settings, in all
/// @param start opens everything in order, handing each to the lifecycle
public record Program<C>(
    String name,
    String summary,
    String ownPrefix,
    Function<Settings, C> read,
    Function<C, Duration> stopWaits,
    Start<C> start) {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Program.class);

  /// @param stopTimeout after which the process ends all the same
  private record Shared(Duration stopTimeout, TracingSettings tracing) {}

  /// Opens a service.
  @FunctionalInterface
  public interface Start<C> {
    void start(C config, Lifecycle lifecycle) throws Exception;
  }

  /// Never returns: ends the process.
  public void run(String[] arguments, Map<String, String> environment) {
    int status = runUntilStopped(List.of(arguments), environment, System.out, System.err);
    System.exit(status);
  }

  int runUntilStopped(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    if (arguments.equals(List.of("--help"))) {
      out.print(help());
      return OK;
    }
    boolean printConfig = arguments.equals(List.of("--print-config"));
    if (!arguments.isEmpty() && !printConfig) {
      err.println(name + ": expected --help, --print-config or nothing, but was " + arguments);
      return USAGE;
    }
    var settings = new Settings(environment, ownPrefix);
    C config;
    Shared shared;
    try {
      shared = shared(settings);
      config = read.apply(settings);
      Duration waits = stopWaits.apply(config);
      settings.require(
          shared.stopTimeout().compareTo(waits) > 0,
          "STOP_TIMEOUT must be longer than all that a stop waits for together, %d ms, but was %d ms"
              .formatted(waits.toMillis(), shared.stopTimeout().toMillis()));
      settings.refuseIfWrong();
    } catch (SettingsException e) {
      return refused(e, err);
    }
    if (printConfig) {
      out.print(settings.print());
      return OK;
    }
    Logs.hearAll();
    LOG.info("{} starts for {}", name, settings.profile());
    var lifecycle = new Lifecycle();
    try {
      lifecycle.add("traces", Tracing.start(shared.tracing(), name, environment));
    } catch (SettingsException e) {
      return refused(e, err);
    }
    return serve(config, lifecycle, shared.stopTimeout(), err);
  }

  private int refused(SettingsException e, PrintStream err) {
    e.problems().forEach(problem -> err.println(name + ": " + problem));
    return USAGE;
  }

  private int serve(C config, Lifecycle lifecycle, Duration stopTimeout, PrintStream err) {
    var status = new AtomicInteger(OK);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("stop").unstarted(() -> stop(lifecycle, stopTimeout, status)));
    if (open(config, lifecycle, err)) {
      awaitFailure(lifecycle);
    }
    status.set(FAILED);
    return FAILED;
  }

  boolean open(C config, Lifecycle lifecycle, PrintStream err) {
    try {
      start.start(config, lifecycle);
      lifecycle.health().become(Phase.SERVING, name + " has started");
      return true;
    } catch (StartupException | SettingsException e) {
      err.println(name + " cannot start: " + e.getMessage());
    } catch (Exception e) {
      err.println(name + " cannot start: " + e);
      LOG.error("Unexpected while starting", e);
    }
    return false;
  }

  private static void awaitFailure(Lifecycle lifecycle) {
    try {
      lifecycle.awaitFailure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("Interrupted: stopping");
    }
  }

  /// Runs while the JVM shuts down, and decides the exit status: without the halt it would be that
  /// of the signal, and a stop that went well could not be told from one that did not.
  private static void stop(Lifecycle lifecycle, Duration timeout, AtomicInteger status) {
    Thread closing = Thread.ofPlatform().name("close").daemon().start(lifecycle::close);
    try {
      if (!closing.join(timeout)) {
        LOG.error("Not stopped within {}: giving up", timeout);
        status.set(FAILED);
      }
    } catch (InterruptedException e) {
      status.set(FAILED);
    }
    Runtime.getRuntime().halt(status.get());
  }

  /// What every process has.
  private static Shared shared(Settings settings) {
    Profile _ = settings.profile();
    Logs.check(settings);
    Duration stopTimeout =
        settings.duration(
            "STOP_TIMEOUT",
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            "time for an orderly stop; then the process ends all the same");
    return new Shared(stopTimeout, TracingSettings.read(settings));
  }

  /// All that can be set, by its name.
  public List<Described> settings() {
    return defaults().described();
  }

  private Settings defaults() {
    var settings = new Settings(Map.of(), ownPrefix);
    Shared _ = shared(settings);
    C _ = read.apply(settings);
    return settings;
  }

  private String help() {
    return """
    %s: %s

      --help          show this
      --print-config  show the settings as they would be used, secrets masked

    Settings, from the environment [default]; X_FILE names a file that holds X:
    %s\
    """
        .formatted(name, summary, defaults().describe());
  }
}
