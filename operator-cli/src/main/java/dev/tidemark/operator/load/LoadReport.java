package dev.tidemark.operator.load;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// What a load came to. Scripts rely on these names.
///
/// @param linesByReason adds up to `lines`
/// @param applied commands by name
/// @param replayed how many of these had been applied by an earlier load
/// @param refused commands that the system refused, by name and rule
/// @param creditsRefused credit notes for which no refund was asked, by reason
/// @param repeats how often a command was sent again because its outcome was unknown
/// @param refusedFile all lines that came to nothing
/// @param consistencyToken a read that carries it sees all that was loaded
public record LoadReport(
    String file,
    long lines,
    Map<String, Long> linesByReason,
    long customers,
    long orders,
    long commands,
    Map<String, Integer> applied,
    long replayed,
    Map<String, Integer> refused,
    Map<String, Long> creditsRefused,
    long repeats,
    double seconds,
    long commandsPerSecond,
    String refusedFile,
    String consistencyToken) {

  static LoadReport of(RetailLoad load, RetailBook book, Tally tally, Duration elapsed) {
    var byReason = new TreeMap<String, Long>();
    book.linesByReason().forEach((reason, lines) -> byReason.put(reason.name(), lines));
    double seconds = elapsed.toMillis() / 1_000.0;
    return new LoadReport(
        load.file().toString(),
        byReason.values().stream().mapToLong(Long::longValue).sum(),
        byReason,
        book.customers().size(),
        book.orders(),
        tally.decided(),
        tally.appliedByCommand(),
        tally.replayed(),
        tally.refusedByReason(),
        creditsRefused(book),
        tally.undecided(),
        seconds,
        Math.round(tally.decided() / Math.max(seconds, 0.001)),
        load.refusedFile().toString(),
        tally.token().encode());
  }

  public String toJson() {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this);
  }

  /// For people.
  public String toText() {
    var text = new StringBuilder();
    row(text, "Lines", lines);
    linesByReason.forEach((reason, count) -> row(text, "  " + reason, count));
    row(text, "Customers", customers);
    row(text, "Orders", orders);
    row(text, "Commands", commands);
    applied.forEach((name, count) -> row(text, "  " + name + " applied", count));
    refused.forEach((name, count) -> row(text, "  " + name, count));
    row(text, "  of these applied before", replayed);
    creditsRefused.forEach((reason, count) -> row(text, "Credit notes, " + reason, count));
    text.append(
        "%.1f s, %,d commands a second, %,d sent again%n"
            .formatted(seconds, commandsPerSecond, repeats));
    text.append("Lines that came to nothing: ").append(refusedFile).append('\n');
    text.append("To read no earlier than this load: --consistency-token ").append(consistencyToken);
    return text.toString();
  }

  private static void row(StringBuilder text, String name, long count) {
    text.append(String.format(Locale.ROOT, "%-44s %,10d%n", name, count));
  }

  private static Map<String, Long> creditsRefused(RetailBook book) {
    return book.refused().stream()
        .map(RefusedLine::reason)
        .filter(reason -> reason.startsWith(RefusedLine.REFUND))
        .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
  }
}
