package dev.tidemark.views.cache;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// A Lua script that answers with numbers, called by its digest and sent whole only if Redis does
/// not know it, as after a restart.
final class Script {
  private final byte[] source;
  private final String digest;

  private Script(byte[] source) {
    this.source = source;
    try {
      this.digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected every Java to know SHA-1", e);
    }
  }

  static Script named(String name) {
    try (InputStream file = Script.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("Expected the script " + name + " beside its class");
      }
      return new Script(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One that answers with one number.
  CompletionStage<Long> run(
      RedisScriptingAsyncCommands<String, byte[]> redis, String[] keys, byte[]... arguments) {
    return answered(redis, ScriptOutputType.INTEGER, keys, arguments);
  }

  /// One that answers with several.
  CompletionStage<List<Long>> runForSeveral(
      RedisScriptingAsyncCommands<String, byte[]> redis, String[] keys, byte[]... arguments) {
    return answered(redis, ScriptOutputType.MULTI, keys, arguments);
  }

  private <T> CompletionStage<T> answered(
      RedisScriptingAsyncCommands<String, byte[]> redis,
      ScriptOutputType type,
      String[] keys,
      byte[]... arguments) {
    return redis
        .<T>evalsha(digest, type, keys, arguments)
        .exceptionallyCompose(failure ->
            unwrapped(failure) instanceof RedisNoScriptException
                ? redis.eval(source, type, keys, arguments)
                : CompletableFuture.failedStage(failure));
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
