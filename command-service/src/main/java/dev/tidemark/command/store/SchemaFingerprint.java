package dev.tidemark.command.store;

import dev.tidemark.command.aggregates.order.Order;
import dev.tidemark.command.aggregates.session.Session;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.command.handling.Outcome;
import dev.tidemark.events.archive.ShardImport;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Tells whether a store on disk was written by code that understood state as this code does, from
/// the same log. If not, it is not migrated but wiped: the log holds everything.
final class SchemaFingerprint {
  /// To be raised when a rule of `evolve` changes but the shape of no state does.
  private static final int RULES_VERSION = 1;

  private static final List<Class<?>> ROOTS =
      List.of(User.class, Session.class, Order.class, Outcome.class, ShardImport.class);

  private SchemaFingerprint() {}

  /// @param logIdentity differs for any two logs, also where a topic was deleted and made anew
  /// @param window what was forgotten under another one is missing, and only the log has it
  static String of(String logIdentity, KeyWindow window) {
    var shapes = new TreeSet<String>();
    ROOTS.forEach(root -> describe(root, shapes));
    String text =
        String.join(
            "\n",
            String.valueOf(RULES_VERSION),
            logIdentity,
            window.toString(),
            String.join("\n", shapes));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static void describe(Class<?> type, Set<String> shapes) {
    if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        describe(permitted, shapes);
      }
    }
    if (!type.isRecord()) {
      return;
    }
    var shape = new StringBuilder(type.getName());
    for (RecordComponent component : type.getRecordComponents()) {
      shape.append(' ').append(component.getName());
      shape.append(':').append(component.getGenericType().getTypeName());
    }
    if (shapes.add(shape.toString())) {
      for (RecordComponent component : type.getRecordComponents()) {
        describe(component.getType(), shapes);
      }
    }
  }
}
