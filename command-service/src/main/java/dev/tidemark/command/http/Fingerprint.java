package dev.tidemark.command.http;

import dev.tidemark.runtime.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// Tells commands apart by what is wanted, not by how it was written: the order of fields, blanks,
/// `12.5` for `12.50` make no difference. Preconditions and correlation are not part of it.
///
/// Fingerprints are in the log for ever. Changing how they are made turns every retry across the
/// change into a refusal; a golden test holds them.
final class Fingerprint {
  private final StrictJson json;

  Fingerprint(StrictJson json) {
    this.json = json;
  }

  String of(Asked asked, Bodies.Body body) {
    MessageDigest digest = sha256();
    digest.update(line(asked.verb().label()));
    digest.update(line(asked.target().toLowerCase(Locale.ROOT)));
    digest.update(json.write(canonical(asked, body)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /// As the body was understood. Where null does not mean absence, it is kept.
  private ObjectNode canonical(Asked asked, Bodies.Body body) {
    var canonical = (ObjectNode) json.tree(body);
    if (body instanceof Bodies.ChangeProfile) {
      for (String field : Bodies.ChangeProfile.CLEARABLE) {
        if (asked.body().has(field) && !canonical.has(field)) {
          canonical.putNull(field);
        }
      }
    }
    return canonical;
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
