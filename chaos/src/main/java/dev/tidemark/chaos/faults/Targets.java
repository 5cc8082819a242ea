package dev.tidemark.chaos.faults;

import dev.tidemark.chaos.system.ChaosSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What each kind of fault can be done to, by name. Kinds that are not possible here are left out.
public record Targets(Map<FaultKind, List<String>> byKind) {
  public Targets {
    byKind = Map.copyOf(byKind);
  }

  /// All of a system.
  public static Targets of(ChaosSystem system) {
    return of(
        system.services(),
        system.links(),
        List.copyOf(system.extras().disks().keySet()),
        system.extras().clocks() == null ? List.of() : system.services());
  }

  static Targets of(
      List<String> services, List<String> links, List<String> disks, List<String> clocks) {
    var stoppable = Stream.concat(services.stream(), Stream.of("kafka")).toList();
    var processes = Stream.concat(stoppable.stream(), Stream.of("postgres", "redis")).toList();
    var byKind = new LinkedHashMap<FaultKind, List<String>>();
    for (var kind : FaultKind.values()) {
      var targets =
          switch (kind.of()) {
            case PROCESSES -> processes;
            case STOPPABLE -> stoppable;
            case LINKS -> links;
            case REDIS -> List.of("redis");
            case POSTGRES -> List.of("postgres");
            case DISKS -> disks.stream().sorted().toList();
            case CLOCKS -> clocks;
          };
      if (!targets.isEmpty()) {
        byKind.put(kind, targets);
      }
    }
    return new Targets(byKind);
  }

  /// In the order of [FaultKind].
  List<FaultKind> kinds() {
    var kinds = new ArrayList<>(byKind.keySet());
    kinds.sort(null);
    return kinds;
  }

  List<String> of(FaultKind kind) {
    return byKind.getOrDefault(kind, List.of());
  }
}
