package dev.tidemark.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/// The files of a PostgreSQL server ("cluster" is its own word for them).
record PostgresCluster(Path home, Path programs, Identity identity, Profile profile) {
  static final String FILES = "data";

  /// Built in, so the same order of text everywhere, whatever locales the machine has.
  static final List<String> TEXT =
      List.of(
          "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");

  private interface Making {
    void in(Path folder) throws IOException;
  }

  /// Creates the files unless they are there.
  ///
  /// @return where they are
  Path createdBy(String user, String password) throws IOException {
    return made(half -> {
      var passwordFile = home.resolve("password.new");
      Files.writeString(passwordFile, password);
      identity.own(home);
      initdb(half, user, passwordFile);
      Files.delete(passwordFile);
    });
  }

  /// Copies those of a running server, as of a replica of it, unless they are there.
  ///
  /// @param server a session, used for nothing else meanwhile
  /// @return where they are
  Path copiedFrom(Connection server, Path files) throws IOException {
    return made(half -> {
      PostgresBackup.copy(server, files, half);
      identity.own(home);
    });
  }

  /// Beside their place first, so that being killed on the way leaves no half of them.
  private Path made(Making making) throws IOException {
    var cluster = home.resolve(FILES);
    if (Files.exists(cluster)) {
      return cluster;
    }
    var half = home.resolve("data.new");
    new DataDirectory(half).delete();
    making.in(half);
    return Files.move(half, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private void initdb(Path into, String user, Path passwordFile) throws IOException {
    var command = new ArrayList<String>();
    command.add(programs.resolve("bin/initdb").toString());
    command.addAll(List.of("-D", into.toString(), "--username=" + user));
    command.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + passwordFile));
    command.addAll(TEXT);
    command.add("--no-instructions");
    if (profile == Profile.TEST) {
      command.add("--no-sync");
    }
    var initdb = new ProcessBuilder(identity.command(command)).redirectErrorStream(true).start();
    var said = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = initdb.onExit().join().exitValue();
    if (exit != 0) {
      throw new IOException("initdb ended with exit code " + exit + ":\n" + said);
    }
  }
}
