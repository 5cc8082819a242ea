package dev.tidemark.runtime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Compresses answers for those who accept it (RFC 9110, 8.4 and 12.5.3).
///
/// An entity tag names what was sent, byte for byte, unless it is weak. So the tag of an answer
/// that may be compressed is made weak; whoever compares versions with it compares them all the
/// same.
final class Gzip {
  /// Smaller ones travel in one packet anyway.
  static final int BYTES_MIN = 1_024;

  private static final Set<String> COMPRESSED =
      Set.of(
          "application/json", "application/problem+json", Answer.NDJSON, "text/html", "text/plain");
  private static final Pattern CODING =
      Pattern.compile("\\s*(gzip|x-gzip|\\*)\\s*(?:;\\s*q\\s*=\\s*([01](?:\\.[0-9]{0,3})?)\\s*)?");

  private Gzip() {}

  /// The same answer as it goes out.
  ///
  /// @param accepted the header `Accept-Encoding`
  static Answer applied(Answer answer, @Nullable String accepted) {
    Answer varying = isStored(answer) ? answer.varying("Accept-Encoding") : answer;
    if (!accepts(accepted)) {
      return varying;
    }
    if (answer.status() == 304) {
      return weakened(varying);
    }
    String type = answer.mediaType().orElse("").replaceFirst(";.*", "");
    return answer.body().length < BYTES_MIN || !COMPRESSED.contains(type)
        ? varying
        : weakened(varying).with("Content-Encoding", "gzip").withBody(compressed(answer.body()));
  }

  /// What is said of `gzip` counts, else what is said of `*`.
  static boolean accepts(@Nullable String header) {
    if (header == null) {
      return false;
    }
    boolean any = false;
    for (String coding : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      var matcher = CODING.matcher(coding);
      if (matcher.matches()) {
        boolean wanted = matcher.group(2) == null || Double.parseDouble(matcher.group(2)) > 0;
        if (!matcher.group(1).equals("*")) {
          return wanted;
        }
        any = wanted;
      }
    }
    return any;
  }

  private static boolean isStored(Answer answer) {
    return !answer.headers().getOrDefault("Cache-Control", "").contains("no-store");
  }

  private static Answer weakened(Answer answer) {
    String tag = answer.headers().get("ETag");
    return tag == null || tag.startsWith("W/") ? answer : answer.with("ETag", "W/" + tag);
  }

  private static byte[] compressed(byte[] body) {
    var bytes = new ByteArrayOutputStream(body.length / 4);
    try (var gzip = new Fast(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// JSON shrinks nearly as much with the least effort.
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
