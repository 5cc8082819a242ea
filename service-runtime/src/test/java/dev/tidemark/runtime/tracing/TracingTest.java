package dev.tidemark.runtime.tracing;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.logging.LogFields;
import dev.tidemark.runtime.tracing.Operation.Kind;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String SENT = "00-" + TRACE + "-" + PARENT + "-01";
  private static final Operation SERVING = Operation.of(Kind.SERVER, "serve");
  private static final Operation READING = Operation.of(Kind.CLIENT, "read").with("db", "one");
  private static final Operation APPLYING = Operation.of(Kind.CONSUMER, "apply");

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final AutoCloseable tracing =
      Tracing.use(
          new OpenTelemetryTracer(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exported))
                  .build()));

  @AfterEach
  void stop() throws Exception {
    tracing.close();
  }

  @Test
  void whatWasSentIsContinuedAndWhatIsWithinItIsAPartOfIt() {
    String told = Tracing.continuing(SERVING, SENT, () -> Tracing.within(READING, () -> "told"));

    assertThat(told).isEqualTo("told");
    SpanData outer = only("serve");
    SpanData inner = only("read");
    assertThat(outer).hasTraceId(TRACE).hasParentSpanId(PARENT).hasKind(SpanKind.SERVER).hasEnded();
    assertThat(inner).hasTraceId(TRACE).hasParentSpanId(outer.getSpanId()).hasEnded();
    assertThat(inner.getAttributes().asMap()).hasToString("{db=one}");
  }

  @Test
  void withoutAnythingSentATraceBegins() {
    String traceparent = Tracing.continuing(SERVING, null, Tracing::traceparent);

    SpanData span = only("serve");
    assertThat(span).hasNoParent();
    assertThat(traceparent).startsWith("00-" + span.getTraceId() + "-" + span.getSpanId() + "-");
    assertThat(TraceParent.read(List.of(traceparent))).hasValue(traceparent);
  }

  @Test
  void whereNothingWasBegunNothingIsAdded() {
    assertThat(Tracing.within(READING, () -> 7)).isEqualTo(7);
    assertThat(Tracing.traceparent()).isNull();
    assertThat(spans()).isEmpty();
  }

  @Test
  void whatTheClientDidNotWantSampledIsHandedOnButNotRecorded() {
    String unsampled = SENT.replaceFirst("01$", "00");
    String onward = Tracing.continuing(SERVING, unsampled, Tracing::traceparent);

    assertThat(onward).startsWith("00-" + TRACE).endsWith("-00");
    assertThat(spans()).isEmpty();
  }

  @Test
  void aFailureEndsTheSpanAndIsNotedWithoutItsMessage() {
    assertThatThrownBy(() ->
            Tracing.continuing(
                SERVING,
                SENT,
                () -> {
                  throw new IOException("ada@example.org");
                }))
        .isInstanceOf(IOException.class);

    SpanData span = only("serve");
    assertThat(span).hasStatus(StatusData.error()).hasEnded();
    assertThat(span.toString()).contains("java.io.IOException").doesNotContain("ada@");
  }

  @Test
  void whatIsLoggedWithinASpanHasItsIds() {
    var ids = new ArrayList<String>();
    Tracing.continuing(
        SERVING,
        SENT,
        () -> {
          Tracing.within(READING, () -> ids.add(MDC.get(LogFields.SPAN)));
          return ids.add(MDC.get(LogFields.SPAN));
        });

    assertThat(ids).containsExactly(only("read").getSpanId(), only("serve").getSpanId());
    assertThat(MDC.get(LogFields.TRACE)).isNull();
  }

  @Test
  void aBatchBelongsToTheFirstTraceAndIsLinkedWithTheOthers() {
    var origins = List.of(origin(1, "01"), origin(1, "01"), origin(2, "00"), origin(3, "01"));
    int applied =
        Tracing.joining(APPLYING, origins::stream, () -> Tracing.within(READING, () -> 4));

    assertThat(applied).isEqualTo(4);
    List<SpanData> applying = named("apply");
    assertThat(applying).hasSize(2);
    SpanData batch =
        applying.stream().filter(each -> each.getTraceId().equals(id(1))).findFirst().get();
    SpanData theirs =
        applying.stream().filter(each -> each.getTraceId().equals(id(3))).findFirst().get();
    assertThat(batch.getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactly(id(3));
    assertThat(theirs.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .containsExactly(batch.getSpanId());
    assertThat(only("read")).hasTraceId(id(1)).hasParentSpanId(batch.getSpanId());
  }

  @Test
  void aBatchJoinsABoundedNumberOfTraces() {
    var origins = IntStream.rangeClosed(1, 100).mapToObj(i -> origin(i, "01")).toList();
    Tracing.joining(APPLYING, origins::stream, () -> 0);

    assertThat(spans()).hasSize(OpenTelemetryTracer.JOINED_MAX);
    assertThat(spans())
        .filteredOn(span -> span.getTraceId().equals(id(1)))
        .singleElement()
        .satisfies(
            batch -> assertThat(batch.getLinks()).hasSize(OpenTelemetryTracer.JOINED_MAX - 1));
  }

  @Test
  void whatIsOldOrCannotBeReadIsNotJoined() {
    Instant old = Instant.now().minus(OpenTelemetryTracer.AGE_MAX);
    var origins = List.of(new Origin(SENT, old), new Origin("nonsense", Instant.now()));
    int applied = Tracing.joining(APPLYING, origins::stream, () -> 4);

    assertThat(applied).isEqualTo(4);
    assertThat(spans()).isEmpty();
  }

  @Test
  void theFailureOfABatchIsThatOfAllWhomItConcerns() {
    assertThatThrownBy(() ->
            Tracing.joining(
                APPLYING,
                () -> Stream.of(origin(1, "01"), origin(2, "01")),
                () -> {
                  throw new IllegalStateException("refused");
                }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(named("apply"))
        .hasSize(2)
        .allSatisfy(span -> assertThat(span).hasStatus(StatusData.error()).hasEnded());
  }

  @Test
  void aWaitThatIsOverHasLastedAsLongAsItDid() {
    Tracing.passed(READING, SENT, Duration.ofMillis(250));

    SpanData span = only("read");
    assertThat(span).hasTraceId(TRACE).hasParentSpanId(PARENT);
    assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(250_000_000);
  }

  @Test
  void workIsCarriedToAnotherThread() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Tracing.continuing(
          SERVING,
          SENT,
          () -> executor.submit(Tracing.carried(() -> Tracing.within(READING, () -> 1))).get());
    }

    assertThat(only("read")).hasParentSpanId(only("serve").getSpanId());
  }

  @Test
  void whatIsLoggedOnAnotherThreadNamesTheTrace() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var logged =
          Tracing.continuing(
              SERVING,
              SENT,
              () -> executor.submit(Tracing.carried(() -> MDC.get(LogFields.TRACE))).get());

      assertThat(logged).isEqualTo(TRACE);
    }
  }

  private static Origin origin(int number, String flags) {
    return new Origin("00-" + id(number) + "-" + PARENT + "-" + flags, Instant.now());
  }

  private static String id(int number) {
    return "%032x".formatted(number);
  }

  private List<SpanData> spans() {
    return exported.getFinishedSpanItems();
  }

  private List<SpanData> named(String name) {
    return spans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  private SpanData only(String name) {
    assertThat(named(name)).hasSize(1);
    return named(name).getFirst();
  }
}
