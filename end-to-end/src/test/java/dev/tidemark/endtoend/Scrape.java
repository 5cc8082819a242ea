package dev.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.ServiceProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What services tell Prometheus, read by its rules.
///
/// @param text all of it
/// @param types of families, by name
/// @param labels of families, by name; without the bounds of histograms
/// @param series names with labels
record Scrape(
    String text, Map<String, String> types, Map<String, Set<String>> labels, Set<String> series) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)\\})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern OF_REQUESTS =
      Pattern.compile("http_server_|tidemark_(http|commands|read|cache|owner|group)_");
  private static final Pattern OURS_TO_SAY =
      Pattern.compile("(http_response_status_code|source)=\"\\w+\"");
  private static final String MAX = "_max";

  static Scrape of(List<ServiceProcess> services) {
    return parse(
        services.stream().map(Scrape::of).map(Http.Answer::text).collect(Collectors.joining()));
  }

  private static Http.Answer of(ServiceProcess service) {
    URI metrics = service.metrics();
    var answer = new Http(metrics.resolve("/")).get("metrics");
    assertThat(answer.status()).as(metrics.toString()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    return answer;
  }

  static Scrape parse(String text) {
    var types = new TreeMap<String, String>();
    TYPE.matcher(text).results().forEach(type -> types.put(type.group(1), type.group(2)));
    var labels = new TreeMap<String, Set<String>>();
    var series = new TreeSet<String>();
    for (String line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
      var sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as("A sample: " + line).isTrue();
      series.add(line.substring(0, line.lastIndexOf(' ')));
      Set<String> ofFamily =
          labels.computeIfAbsent(family(sample.group(1), types), _ -> new TreeSet<>());
      if (sample.group(2) != null) {
        LABEL.matcher(sample.group(2)).results().forEach(label -> ofFamily.add(label.group(1)));
      }
      ofFamily.remove("le");
    }
    return new Scrape(text, types, labels, series);
  }

  private static String family(String name, Map<String, String> types) {
    return types.containsKey(name) ? name : name.replaceFirst("_(bucket|count|sum)$", "");
  }

  /// Names of families with this prefix. The greatest value of a histogram belongs to it.
  Set<String> families(String prefix) {
    return types.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .filter(name -> !isMaxOfHistogram(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean isMaxOfHistogram(String name) {
    return name.endsWith(MAX)
        && "histogram".equals(types.get(name.substring(0, name.length() - MAX.length())));
  }

  /// Those of clients' requests, whatever was answered and from where: that is for us to say.
  Set<String> ofRequests() {
    return series.stream()
        .filter(one -> OF_REQUESTS.matcher(one).lookingAt())
        .map(one -> OURS_TO_SAY.matcher(one).replaceAll(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
