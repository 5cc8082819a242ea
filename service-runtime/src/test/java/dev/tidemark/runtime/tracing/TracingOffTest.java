package dev.tidemark.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// As long as it is off, nothing of OpenTelemetry is needed: it might not be there at all.
class TracingOffTest {
  private static final Operation READING = Operation.of(Operation.Kind.CLIENT, "read");

  /// Loads what is on the class path anew, but for OpenTelemetry, which it does not find.
  private static final class WithoutOpenTelemetry extends URLClassLoader {
    WithoutOpenTelemetry() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("io.opentelemetry.")) {
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }

    private static URL[] classPath() {
      return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(WithoutOpenTelemetry::url)
          .toArray(URL[]::new);
    }

    private static URL url(String entry) {
      try {
        return Path.of(entry).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Goes through all that tracing offers. Named by the test below, in another class loader.
  public static final class Everything implements Callable<String> {
    @Override
    public String call() throws Exception {
      try (var _ = Tracing.start(new TracingSettings(false), "test", Map.of())) {
        String told =
            Tracing.continuing(
                READING,
                null,
                () ->
                    Tracing.within(
                        READING,
                        () ->
                            Tracing.joining(
                                READING,
                                () -> {
                                  throw new AssertionError("Nobody asked for origins");
                                },
                                Tracing.carried(() -> "done")::call)));
        Tracing.note("a", "b");
        Tracing.note("a", 1);
        Tracing.failed("a");
        Tracing.passed(READING, "00-…", Duration.ofSeconds(1));
        return told + " " + Tracing.isOn() + " " + Tracing.here() + " " + Tracing.traceparent();
      }
    }
  }

  /// Switches it on.
  public static final class On implements Callable<String> {
    @Override
    public String call() throws Exception {
      Tracing.start(new TracingSettings(true), "test", Map.of()).close();
      return "started";
    }
  }

  @Test
  void everythingWorksWithoutOpenTelemetry() throws Exception {
    assertThat(called(Everything.class)).isEqualTo("done false null null");
  }

  /// Else the test above would prove nothing.
  @Test
  void itIsNotThereIndeed() {
    assertThatThrownBy(() -> called(On.class))
        .isInstanceOf(InvocationTargetException.class)
        .hasRootCauseInstanceOf(ClassNotFoundException.class);
  }

  private static String called(Class<?> type) throws Exception {
    try (var loader = new WithoutOpenTelemetry()) {
      Class<?> there = loader.loadClass(type.getName());
      Object instance = there.getConstructor().newInstance();
      return Stream.of(there.getMethod("call").invoke(instance))
          .map(String::valueOf)
          .findFirst()
          .get();
    }
  }
}
