package dev.tidemark.runtime.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.ManagementFactory;
import java.util.function.ToDoubleFunction;
import jdk.management.VirtualThreadSchedulerMXBean;

/// What the JVM and the process say of themselves: memory, collections, threads, processors, files.
///
/// Virtual threads that wait for a processor are the first sign of a process that cannot keep up.
/// Threads that are pinned are not counted: that would need the flight recorder all the time, and
/// since JDK 24 only native code pins.
final class ProcessMeters implements AutoCloseable {
  /// Listens until it is closed.
  private final JvmGcMetrics collections = new JvmGcMetrics();

  ProcessMeters(MeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    virtualThreads(registry);
  }

  @Override
  public void close() {
    collections.close();
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
