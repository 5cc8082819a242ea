package dev.tidemark.runtime.http;

import dev.tidemark.runtime.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The parameters behind the question mark, decoded strictly: what does not decode is refused, and
/// so is a name that the route does not know (a mistyped filter must not answer with everything).
final class QueryString {
  private static final int PARAMETERS_MAX = 256;

  private final Map<String, List<String>> values;

  private QueryString(Map<String, List<String>> values) {
    this.values = values;
  }

  static QueryString parse(@Nullable String raw, Set<String> known) {
    var values = new LinkedHashMap<String, List<String>>();
    if (raw == null || raw.isEmpty()) {
      return new QueryString(values);
    }
    String[] pairs = raw.split("&", PARAMETERS_MAX + 1);
    if (pairs.length > PARAMETERS_MAX) {
      throw Problem.invalidRequest("Expected at most " + PARAMETERS_MAX + " query parameters")
          .exception();
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      if (!known.contains(name)) {
        throw unknown(known);
      }
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
    return new QueryString(values);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// In the form of a query, encoded, with one parameter replaced or added.
  String with(String name, String value) {
    var more = new LinkedHashMap<>(values);
    more.put(name, List.of(value));
    return more.entrySet().stream()
        .flatMap(entry ->
            entry.getValue().stream().map(each -> encode(entry.getKey()) + "=" + encode(each)))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static RuntimeException unknown(Set<String> known) {
    return Problem.invalidRequest(
            known.isEmpty()
                ? "Expected no query parameters here, but there are some"
                : "Expected only the query parameters "
                    + String.join(", ", known.stream().sorted().toList())
                    + ", but there is another")
        .exception();
  }

  private static String decode(String raw) {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '+' -> bytes.write(' ');
        case '%' -> {
          bytes.write(octet(raw, i));
          i += 2;
        }
        default -> {
          if (c >= 128) {
            throw undecodable();
          }
          bytes.write(c);
        }
      }
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw undecodable();
    }
  }

  private static int octet(String raw, int percent) {
    if (percent + 2 >= raw.length()) {
      throw undecodable();
    }
    int high = Character.digit(raw.charAt(percent + 1), 16);
    int low = Character.digit(raw.charAt(percent + 2), 16);
    if (high < 0 || low < 0) {
      throw undecodable();
    }
    return high << 4 | low;
  }

  private static RuntimeException undecodable() {
    return Problem.invalidRequest("Expected a percent-encoded query in UTF-8, but it is not")
        .exception();
  }
}
