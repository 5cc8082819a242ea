package dev.tidemark.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// PostgreSQL, with one user and one database to begin with. Never loses an acknowledged commit
/// when it is killed; [Profile#DURABLE] not even when the power fails. Or a replica of such a
/// server.
public final class PostgresServer extends Server {
  private static final String IMAGE = "postgres:18";
  private static final int PORT_INSIDE = 5432;
  private static final String DATABASE = "tidemark";
  private static final String USER = "tidemark";

  /// No secret: the server listens on the loopback interface alone.
  private static final String PASSWORD = "tidemark";

  private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

  /// It copies files, which takes its time where many tests run at once.
  private static final Duration CREATED_WITHIN = Duration.ofSeconds(60);

  private final DataDirectory directory;
  private final Profile profile;
  private final int port;
  private final Identity identity;
  private final @Nullable PostgresServer primary;

  public PostgresServer(DataDirectory directory, Profile profile, int port) {
    this(directory, profile, port, Identity.best());
  }

  /// @param identity that a child process has
  PostgresServer(DataDirectory directory, Profile profile, int port, Identity identity) {
    this(directory, profile, port, identity, null);
  }

  private PostgresServer(
      DataDirectory directory,
      Profile profile,
      int port,
      Identity identity,
      @Nullable PostgresServer primary) {
    super("postgres");
    this.primary = primary;
    this.directory = directory;
    this.profile = profile;
    this.port = port;
    this.identity = identity;
  }

  /// One that follows this one, which runs, and answers reads.
  ///
  /// @param elsewhere not where this one keeps its files
  public PostgresServer replica(DataDirectory elsewhere, int itsPort) {
    StackKind.requireEmbedded("a replica begins with a copy of its primary's files");
    return new PostgresServer(elsewhere, profile, itsPort, identity, this);
  }

  public int port() {
    return port;
  }

  public String jdbcUrl() {
    return jdbcUrl(DATABASE);
  }

  public String user() {
    return USER;
  }

  public String password() {
    return PASSWORD;
  }

  /// Makes a database unless it is there, and returns its JDBC URL: a world of its own for a test.
  public String createDatabase(String name) {
    if (!DATABASE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Expected a name like " + DATABASE_NAME + ", but got " + name);
    }
    try (var connection = connect(CREATED_WITHIN);
        var statement = connection.createStatement()) {
      var found = statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + name + "'");
      if (!found.next()) {
        statement.execute("CREATE DATABASE " + name);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Expected to create database " + name, e);
    }
    return jdbcUrl(name);
  }

  @Override
  public String address() {
    return jdbcUrl();
  }

  @Override
  int listensOn() {
    return port;
  }

  @Override
  Launched spawn() throws IOException {
    var home = Files.createDirectories(home());
    identity.own(home);
    // Nobody may not be able to reach the cache, but must reach the data anyway.
    var programs = NativePrograms.postgres(identity == Identity.NOBODY ? home : Home.cache());
    var cluster = cluster(new PostgresCluster(home, programs, identity, profile));
    PostgresOrphans.end(cluster);
    var command = new ArrayList<String>();
    command.add(programs.resolve("bin/postgres").toString());
    command.addAll(List.of("-D", cluster.toString()));
    Stream.concat(whereItListens().stream(), settings().stream())
        .forEach(setting -> command.addAll(List.of("-c", setting)));
    // To postgres, TERM means to wait for all clients; INT to disconnect them.
    return Child.spawn(identity.command(command), Map.of(), directory.log("postgres"), "INT");
  }

  @Override
  Image image() {
    var command = new ArrayList<>(List.of("postgres"));
    settings().forEach(setting -> command.addAll(List.of("-c", setting)));
    return new Image(
        IMAGE,
        PORT_INSIDE,
        Map.of(
            "POSTGRES_USER", USER,
            "POSTGRES_PASSWORD", PASSWORD,
            "POSTGRES_INITDB_ARGS", String.join(" ", PostgresCluster.TEXT)),
        command);
  }

  @Override
  public boolean answers() {
    try (var connection = connect(ANSWERS_WITHIN)) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  @Override
  protected void answered() {
    if (primary == null) {
      createDatabase(DATABASE);
    }
  }

  private Path home() {
    return directory.of("postgres");
  }

  private Path cluster(PostgresCluster cluster) throws IOException {
    if (primary == null) {
      return cluster.createdBy(USER, PASSWORD);
    }
    try (var session = primary.connect(CREATED_WITHIN)) {
      return cluster.copiedFrom(session, primary.home().resolve(PostgresCluster.FILES));
    } catch (SQLException e) {
      throw new IOException("its primary does not answer: " + e.getMessage(), e);
    }
  }

  /// On this machine; in a container the image sees to that.
  private List<String> whereItListens() {
    return List.of("listen_addresses=127.0.0.1", "port=" + port, "unix_socket_directories=");
  }

  private List<String> settings() {
    var settings = new ArrayList<>(List.of("timezone=UTC", "log_timezone=UTC", "jit=off"));
    if (primary != null) {
      settings.add(
          "primary_conninfo=host=127.0.0.1 port=%d user=%s password=%s"
              .formatted(primary.port, USER, PASSWORD));
    }
    settings.addAll(
        switch (profile) {
          case TEST -> List.of("fsync=off", "synchronous_commit=on", "full_page_writes=off");
          case DURABLE -> List.of("fsync=on", "synchronous_commit=on", "max_wal_size=2GB");
        });
    return settings;
  }

  private Connection connect(Duration patience) throws SQLException {
    var login = new Properties();
    login.setProperty("user", USER);
    login.setProperty("password", PASSWORD);
    login.setProperty("connectTimeout", "2");
    login.setProperty("socketTimeout", String.valueOf(patience.toSeconds()));
    return DriverManager.getConnection(jdbcUrl("postgres"), login);
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }
}
