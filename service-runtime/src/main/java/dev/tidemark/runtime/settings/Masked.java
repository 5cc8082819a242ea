package dev.tidemark.runtime.settings;

import java.util.regex.Pattern;

/// Addresses without the passwords that they may carry.
final class Masked {
  private static final Pattern USER_INFO = Pattern.compile("(?<=//)([^/@:]*):[^/@]*@");

  /// To Redis, a name alone is the password.
  private static final Pattern REDIS_PASSWORD = Pattern.compile("^(rediss?://)[^/@:]+@");

  private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(?i)(password=)[^&;]*");

  private Masked() {}

  static String of(String text) {
    String user = USER_INFO.matcher(text).replaceAll("$1:" + Secret.MASK + "@");
    String redis = REDIS_PASSWORD.matcher(user).replaceAll("$1" + Secret.MASK + "@");
    return PASSWORD_PARAMETER.matcher(redis).replaceAll("$1" + Secret.MASK);
  }
}
