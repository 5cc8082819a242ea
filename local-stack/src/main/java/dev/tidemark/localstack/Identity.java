package dev.tidemark.localstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Under which identity PostgreSQL runs: it refuses to be root, and to be nobody it knows.
enum Identity {
  /// Whoever we are.
  OURS,
  /// Ourselves outside, nobody inside a user namespace: files stay ours and can be read as ever.
  USER_NAMESPACE,
  /// Root where such namespaces are refused, as in many containers: really another user, who must
  /// own the data and be able to reach it.
  NOBODY;

  /// What Java calls a user that the system has no name for, as in a container that was started
  /// with a bare number. PostgreSQL refuses that too.
  private static final String NAMELESS = "?";

  static Identity best() {
    var user = System.getProperty("user.name");
    if (!user.equals("root") && !user.equals(NAMELESS)) {
      return OURS;
    }
    return USER_NAMESPACE.can("true") ? USER_NAMESPACE : NOBODY;
  }

  /// The command that runs the given one under this identity, in the same process.
  List<String> command(List<String> command) {
    var whole =
        new ArrayList<>(
            switch (this) {
              case OURS -> List.<String>of();
              case USER_NAMESPACE -> List.of("unshare", "-U");
              case NOBODY -> List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
            });
    whole.addAll(command);
    return whole;
  }

  /// Makes a folder, with all that is in it, one that this identity may write to.
  void own(Path folder) throws IOException {
    if (this != NOBODY) {
      return;
    }
    if (run(List.of("chown", "-R", "65534:65534", folder.toString())) != 0
        || !can("test", "-w", folder.toString())) {
      throw new IOException(
          "root may not run it, user namespaces are refused here, and user nobody cannot reach "
              + folder
              + ": choose a data directory outside of private folders, such as /var/tmp/tidemark");
    }
  }

  private boolean can(String... command) {
    try {
      return run(command(List.of(command))) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int run(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .onExit()
        .join()
        .exitValue();
  }
}
