package dev.tidemark.chaos;

import java.util.Map;
import java.util.TreeMap;

/// What a run ran on.
final class Machine {
  private Machine() {}

  static Map<String, String> described() {
    var described = new TreeMap<String, String>();
    described.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    described.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    described.put("java", System.getProperty("java.vm.version"));
    return described;
  }
}
