package dev.tidemark.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/// Asks the same again and again, until nobody listens any more. What it has seen may be read
/// meanwhile.
final class SteadyCaller implements Callable<SteadyCaller> {
  private final HttpRequest request;
  private final boolean keepsConnections;
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();
  private final List<String> cut = new CopyOnWriteArrayList<>();

  /// @param keepsConnections or takes a new one for each request
  SteadyCaller(HttpRequest.Builder request, boolean keepsConnections) {
    this.request = request.build();
    this.keepsConnections = keepsConnections;
  }

  @Override
  public SteadyCaller call() throws InterruptedException {
    boolean listened = true;
    try (var kept = client()) {
      while (listened) {
        listened = keepsConnections ? asks(kept) : asksAnew();
      }
    }
    return this;
  }

  int answers() {
    return statuses.size();
  }

  /// Of whole answers.
  List<Integer> statuses() {
    return statuses;
  }

  /// Answers that broke off.
  List<String> cut() {
    return cut;
  }

  private boolean asksAnew() throws InterruptedException {
    try (var client = client()) {
      return asks(client);
    }
  }

  /// @return false once nobody listens. A connection that ends before an answer begins is no harm:
  ///   its request was never taken
  private boolean asks(HttpClient client) throws InterruptedException {
    try {
      var answer = client.send(request, BodyHandlers.ofInputStream());
      if (isReadToItsEnd(answer.body())) {
        statuses.add(answer.statusCode());
      }
      return true;
    } catch (ConnectException refused) {
      return false;
    } catch (IOException noAnswer) {
      return true;
    }
  }

  private boolean isReadToItsEnd(InputStream body) {
    try (body) {
      body.readAllBytes();
      return true;
    } catch (IOException e) {
      cut.add(e.toString());
      return false;
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(Version.HTTP_1_1).build();
  }
}
