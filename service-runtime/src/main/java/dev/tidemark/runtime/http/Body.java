package dev.tidemark.runtime.http;

import dev.tidemark.runtime.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The body of a request, held to its route's limits while it arrives: a chunked body does not say
/// how long it is, and a slow one must not keep its place for ever.
final class Body {
  private static final Pattern CONTENT_TYPE_TAIL =
      Pattern.compile("\\s*(?:;\\s*charset=\"?utf-8\"?\\s*)?$");

  private static final long DISCARD_BYTES_MAX = 64L << 20;
  private static final int DISCARD_BUFFER_BYTES = 16 << 10;

  private final HttpServletRequest request;
  private final Route route;
  private final Duration timeMax;

  Body(HttpServletRequest request, Route route, Duration timeMax) {
    this.request = request;
    this.route = route;
    this.timeMax = timeMax;
  }

  /// Refuses what can be refused before the first byte.
  void check() {
    long length = request.getContentLengthLong();
    if (length > route.bodyBytesMax()) {
      discardRest();
      throw route.bodyBytesMax() == 0 ? unexpected() : tooLarge();
    }
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw Problem.unsupportedMediaType("Expected a body without Content-Encoding").exception();
    }
    String type = request.getContentType();
    if (type != null && !route.mediaType().isEmpty() && !accepts(type)) {
      throw unsupported();
    }
  }

  byte[] bytes() {
    try {
      return stream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream stream() {
    try {
      return new Limited(request.getInputStream(), System.nanoTime() + timeMax.toNanos());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A client that is still sending does not read: if the connection ended now, most would report
  /// that it broke instead of what we answered.
  private void discardRest() {
    long deadlineNanos = System.nanoTime() + timeMax.toNanos();
    var buffer = new byte[DISCARD_BUFFER_BYTES];
    try (InputStream in = request.getInputStream()) {
      long discarded = 0;
      int read = 0;
      while (read >= 0 && discarded < DISCARD_BYTES_MAX && System.nanoTime() - deadlineNanos < 0) {
        read = in.read(buffer);
        discarded += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean accepts(String contentType) {
    return CONTENT_TYPE_TAIL
        .matcher(contentType.toLowerCase(Locale.ROOT))
        .replaceFirst("")
        .equals(route.mediaType());
  }

  private RuntimeException unsupported() {
    return Problem.unsupportedMediaType("Expected " + route.mediaType() + " in UTF-8").exception();
  }

  private RuntimeException tooLarge() {
    return Problem.tooLarge(
            "Expected a body of at most " + route.bodyBytesMax() + " bytes, but it is larger")
        .withHeader("Connection", "close")
        .exception();
  }

  private static RuntimeException unexpected() {
    return Problem.invalidRequest("Expected no body, but there is one")
        .withHeader("Connection", "close")
        .exception();
  }

  /// Counts while it reads, and looks at the clock after every read that came back.
  private final class Limited extends FilterInputStream {
    private final long deadlineNanos;
    private long count;

    Limited(InputStream in, long deadlineNanos) {
      super(in);
      this.deadlineNanos = deadlineNanos;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte @Nullable [] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read <= 0) {
        return read;
      }
      count += read;
      if (count > route.bodyBytesMax()) {
        discardRest();
        throw route.bodyBytesMax() == 0 ? unexpected() : tooLarge();
      }
      if (request.getContentType() == null) {
        throw unsupported();
      }
      if (System.nanoTime() - deadlineNanos > 0) {
        throw Problem.of(
                408, "too-slow", "The request is too slow", "Expected the body to arrive sooner")
            .withHeader("Connection", "close")
            .exception();
      }
      return read;
    }

    @Override
    public long skip(long bytes) {
      throw new UnsupportedOperationException("Bodies are read, not skipped");
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
