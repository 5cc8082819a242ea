package dev.tidemark.command.http;

import dev.tidemark.runtime.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The lines of a body in NDJSON. The last one may end with the body.
final class NdjsonLines {
  static final int LINES_MAX = 1_000;

  private NdjsonLines() {}

  static List<byte[]> of(byte[] body) {
    var lines = new ArrayList<byte[]>();
    int start = 0;
    for (int i = 0; i < body.length; i++) {
      if (body[i] == '\n') {
        lines.add(Arrays.copyOfRange(body, start, i));
        start = i + 1;
      }
      if (lines.size() > LINES_MAX) {
        throw tooMany();
      }
    }
    if (start < body.length) {
      lines.add(Arrays.copyOfRange(body, start, body.length));
    }
    if (lines.size() > LINES_MAX) {
      throw tooMany();
    }
    if (lines.isEmpty()) {
      throw Problem.invalidRequest("Expected a command on each line, but the body is empty")
          .exception();
    }
    return lines;
  }

  private static RuntimeException tooMany() {
    return Problem.tooLarge("Expected at most " + LINES_MAX + " lines, but there are more")
        .exception();
  }
}
