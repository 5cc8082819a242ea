package dev.tidemark.bench.harness;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A report as JSON.
final class ReportJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ReportJson() {}

  static String of(Report report) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("scenario", report.scenario());
    json.put("begun", report.begun().toString());
    machine(json.putObject("machine"), report.machine());
    plan(json.putObject("plan"), report.plan());
    ObjectNode settings = json.putObject("settings");
    report.settings().forEach(settings::put);
    ArrayNode results = json.putArray("results");
    report.results().forEach(each -> results(results.addObject(), each));
    report.notes().forEach(json.putArray("notes")::add);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  private static void machine(ObjectNode json, Machine machine) {
    json.put("system", machine.system());
    json.put("java", machine.java());
    json.put("processor", machine.processor());
    json.put("processors", machine.processors());
    json.put("memoryMib", machine.memoryMib());
    json.put("load", machine.load());
  }

  private static void plan(ObjectNode json, Plan plan) {
    json.put("rounds", plan.rounds());
    json.put("warmUpRounds", plan.warmUpRounds());
    json.put("eachMs", plan.each().toMillis());
    json.put("clients", plan.clients());
    json.put("seed", plan.seed());
    json.put("synced", plan.synced());
  }

  private static void results(ObjectNode json, Results results) {
    json.put("title", results.title());
    ArrayNode ways = json.putArray("ways");
    for (String way : results.ways()) {
      ObjectNode of = ways.addObject();
      of.put("way", way);
      ObjectNode figures = of.putObject("figures");
      results
          .units(way)
          .forEach(unit -> spread(figures.putObject(unit), results.figure(way, unit)));
    }
    ArrayNode ratios = json.putArray("ratios");
    for (Pair pair : results.pairs()) {
      ObjectNode ratio = ratios.addObject();
      ratio.put("unit", pair.unit());
      ratio.put("way", pair.way());
      ratio.put("reference", pair.reference());
      ratio.put("aim", pair.aim());
      spread(ratio, results.ratio(pair));
    }
    rounds(json.putArray("rounds"), results.rounds());
  }

  private static void rounds(ArrayNode json, List<Map<String, Turn>> rounds) {
    for (Map<String, Turn> round : rounds) {
      ObjectNode turns = json.addObject();
      round.forEach((way, turn) -> turn.figures().forEach(turns.putObject(way)::put));
    }
  }

  private static void spread(ObjectNode json, Spread spread) {
    json.put("median", spread.median());
    json.put("lower", spread.lower());
    json.put("upper", spread.upper());
  }
}
