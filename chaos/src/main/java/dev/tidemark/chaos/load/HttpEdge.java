package dev.tidemark.chaos.load;

import dev.tidemark.chaos.edge.Answer;
import dev.tidemark.chaos.edge.Call;
import dev.tidemark.chaos.edge.Edge;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Exchanges over HTTP as they are. Connections are kept, as those of any client.
public final class HttpEdge implements Edge, AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_MAX)
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  @Override
  public Answer exchange(Call call) throws IOException {
    var coming = http.sendAsync(request(call), BodyHandlers.ofString());
    try {
      return answer(coming.get(call.patience().toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io
          ? new IOException(io.toString(), io)
          : new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      // Its connection ends too: whatever comes later is not an answer to anything.
      coming.cancel(true);
      throw new IOException("no whole answer within " + call.patience().toMillis() + " ms", e);
    } catch (InterruptedException e) {
      coming.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the client was ended");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static HttpRequest request(Call call) {
    var request =
        HttpRequest.newBuilder(call.uri())
            .method(
                call.method(),
                call.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(call.body()));
    call.headers().forEach(request::header);
    return request.build();
  }

  private static Answer answer(HttpResponse<String> response) {
    var headers = new HashMap<String, String>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    return new Answer(response.statusCode(), headers, response.body());
  }
}
