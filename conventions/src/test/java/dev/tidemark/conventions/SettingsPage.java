package dev.tidemark.conventions;

import dev.tidemark.runtime.Program;
import dev.tidemark.runtime.settings.Described;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// All settings of some services as a page of documentation: first what all of them have alike,
/// then what each has besides.
final class SettingsPage {
  private static final String HEAD =
      """
      # Settings

      Made from what the services themselves say, and compared with it in every build; to make it anew:
      [CONTRIBUTING](../CONTRIBUTING.md#run-test-format). Settings are environment variables; an empty one counts as absent. A service
      that is given a wrong value, or one with its own prefix that it does not know, says all that is wrong at once and ends with 2.
      `--help` lists what there is, `--print-config` what would be used, without secrets.

      Durations are written as `500ms`, `10s`, `5m`, `2h`, `7d`, or as ISO 8601. What production asks besides:
      [Operations](operations.md#production).
      """;

  private static final String TABLE =
      """

      | setting | by default | value | meaning |
      | --- | --- | --- | --- |
      """;

  private final List<Program<?>> services;

  SettingsPage(List<Program<?>> services) {
    this.services = services;
  }

  String text() {
    List<Described> alike =
        services.getFirst().settings().stream()
            .filter(each -> services.stream().allMatch(it -> it.settings().contains(each)))
            .toList();
    return HEAD
        + section("All services", alike, _ -> true)
        + services.stream()
            .map(service ->
                section(service.name(), service.settings(), each -> !alike.contains(each)))
            .collect(Collectors.joining());
  }

  private static String section(
      String title, List<Described> settings, Predicate<Described> belongsHere) {
    return settings.stream()
        .filter(belongsHere)
        .map(SettingsPage::row)
        .collect(Collectors.joining("", "\n## " + title + "\n" + TABLE, ""));
  }

  private static String row(Described setting) {
    String byDefault = setting.value();
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            setting.name(),
            byDefault.isEmpty() || byDefault.equals("required") ? byDefault : "`" + byDefault + "`",
            setting.allowed(),
            setting.meaning().replace("|", "\\|"));
  }
}
