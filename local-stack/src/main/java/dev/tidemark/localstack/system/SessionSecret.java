package dev.tidemark.localstack.system;

import dev.tidemark.localstack.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// What session tokens are signed with: made once, and kept with the data, or every session would
/// end with a restart.
final class SessionSecret {
  private static final int BYTES = 32;

  private SessionSecret() {}

  static String in(DataDirectory directory) throws IOException {
    var file = directory.of("session-secret");
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    var random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);

    Files.createDirectories(directory.root());
    var ours = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    // Beside its place first: half a secret would be taken for one.
    var half = Files.createTempFile(directory.root(), "session-secret", null, ours);
    Files.writeString(half, secret + "\n");
    Files.move(half, file);
    return secret;
  }
}
