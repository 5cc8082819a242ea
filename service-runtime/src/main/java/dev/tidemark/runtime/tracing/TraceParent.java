package dev.tidemark.runtime.tracing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header `traceparent` of W3C Trace Context, and of events.
public final class TraceParent {
  public static final String HEADER = "traceparent";

  /// Of later versions the beginning is known: more may follow it.
  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)(?<version>[0-9a-f]{2})-(?<ids>(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16})"
              + "-(?<flags>[0-9a-f]{2})(?<more>-.*)?");

  private static final int SAMPLED = 1;

  private TraceParent() {}

  /// What a client sent, in the form of version 00. Empty if there is none, more than one, or one
  /// that is not valid: its standard has it ignored then, never refused.
  public static Optional<String> read(List<String> headers) {
    if (headers.size() != 1) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(headers.getFirst().strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    if (form.group("version").equals("00")) {
      return form.group("more") == null ? Optional.of(form.group()) : Optional.empty();
    }
    int flags = Integer.parseInt(form.group("flags"), 16) & SAMPLED;
    return Optional.of("00-%s-0%d".formatted(form.group("ids"), flags));
  }
}
