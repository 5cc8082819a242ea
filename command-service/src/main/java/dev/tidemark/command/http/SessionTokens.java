package dev.tidemark.command.http;

import dev.tidemark.events.value.SessionId;
import dev.tidemark.runtime.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a client proves its session with: `<session id>.<HMAC-SHA256 of it>`. Derived, never
/// stored: the same session has the same token for whoever asks again with the same key.
public final class SessionTokens {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  public SessionTokens(Secret secret) {
    this.key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  String of(SessionId id) {
    String text = id.toString();
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] proof = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(proof);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }
}
