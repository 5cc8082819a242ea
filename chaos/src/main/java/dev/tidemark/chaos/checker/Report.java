package dev.tidemark.chaos.checker;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/// What all rules have found.
public record Report(List<RuleResult> rules) {
  public Report {
    rules = List.copyOf(rules);
  }

  /// Whether every rule had something to judge, and none was broken.
  public boolean clean() {
    return rules.stream().allMatch(RuleResult::clean);
  }

  /// The names of the rules that were broken.
  public List<String> broken() {
    return rules.stream().filter(rule -> rule.violations() > 0).map(RuleResult::rule).toList();
  }

  /// The names of the rules that had nothing to judge, and so say nothing.
  public List<String> idle() {
    return rules.stream().filter(rule -> rule.judged() == 0).map(RuleResult::rule).toList();
  }

  public long judged() {
    return rules.stream().mapToLong(RuleResult::judged).sum();
  }

  public long violations() {
    return rules.stream().mapToLong(RuleResult::violations).sum();
  }

  /// With the first violations and their evidence.
  public String json() {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this);
  }

  /// A table of the rules.
  public String markdown() {
    var table = new StringBuilder("| rule | judged | violations |\n| --- | ---: | ---: |\n");
    for (RuleResult rule : rules) {
      table.append(
          "| `%s` | %s | %s |\n"
              .formatted(
                  rule.rule(),
                  rule.judged() == 0 ? "nothing" : count(rule.judged()),
                  count(rule.violations())));
    }
    return table.toString();
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
