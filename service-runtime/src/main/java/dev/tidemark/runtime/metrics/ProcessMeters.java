package dev.tidemark.runtime.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import jdk.management.VirtualThreadSchedulerMXBean;

/// What the JVM and the process say of themselves: memory, collections, threads, processors, files.
///
/// Virtual threads that wait for a processor are the first sign of a process that cannot keep up.
/// Threads that are pinned are not counted: that would need the flight recorder all the time, and
/// since JDK 24 only native code pins.
final class ProcessMeters implements AutoCloseable {
  /// Named against Prometheus' conventions: without their unit, or ending as a count does.
  private static final Set<String> MISNAMED = Set.of("process.cpu.time", "system.cpu.count");

  private static final double NANOS_PER_SECOND = 1e9;

  /// Listens until it is closed.
  private final JvmGcMetrics collections = new JvmGcMetrics();

  ProcessMeters(MeterRegistry registry) {
    registry.config().meterFilter(MeterFilter.deny(id -> MISNAMED.contains(id.getName())));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    virtualThreads(registry);
    processors(registry);
  }

  @Override
  public void close() {
    collections.close();
  }

  private static void processors(MeterRegistry registry) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    FunctionCounter.builder(
            "process.cpu.seconds", system, its -> its.getProcessCpuTime() / NANOS_PER_SECOND)
        .description("Processor time that the process has taken")
        .register(registry);
    Gauge.builder("system.cpus", Runtime.getRuntime(), Runtime::availableProcessors)
        .description("Processors that the process may use")
        .register(registry);
  }

  private static void virtualThreads(MeterRegistry registry) {
    var scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    gauge(
        registry,
        scheduler,
        "jvm.virtual.threads.queued",
        "Virtual threads that wait for a processor",
        VirtualThreadSchedulerMXBean::getQueuedVirtualThreadCount);
    gauge(
        registry,
        scheduler,
        "jvm.virtual.threads.mounted",
        "Virtual threads that run",
        VirtualThreadSchedulerMXBean::getMountedVirtualThreadCount);
  }

  private static void gauge(
      MeterRegistry registry,
      VirtualThreadSchedulerMXBean scheduler,
      String name,
      String meaning,
      ToDoubleFunction<VirtualThreadSchedulerMXBean> value) {
    Gauge.builder(name, scheduler, value)
        .description(meaning)
        .strongReference(true)
        .register(registry);
  }
}
