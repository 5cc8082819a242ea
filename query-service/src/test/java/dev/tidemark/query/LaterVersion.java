package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.Home;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.ToolProvider;

/// A version of the projection service that is to come: some of its sources are changed, compiled,
/// and put before those of the build, and there is one more migration. It is what the recipe
/// "change a view" of CONTRIBUTING.md has one write:
///
/// - users get a new column, `shown_as`;
/// - a user who registers without a display name has another one than before: the username.
final class LaterVersion {
  private static final Path RESOURCES = Path.of("dev/tidemark/projection/store/migrations");
  private static final String MIGRATION = "ALTER TABLE users ADD COLUMN shown_as text;";

  private static final String TABLE =
      "projection-service/src/main/java/dev/tidemark/projection/view/user/UserTable.java";

  private static final Map<String, String> TABLE_CHANGES =
      Map.of(
          "users (shard, username,",
          "users (shard, shown_as, username,",
          "unnest(?::text[],",
          "unnest(?::text[], ?::text[],",
          "status = excluded.status,",
          "status = excluded.status, shown_as = excluded.shown_as,",
          ".bind(shard)",
          ".bind(shard).texts(row -> \"the user \" + row.view().displayName())");

  private static final String VIEW = "shared-views/src/main/java/dev/tidemark/views/UserView.java";

  private static final Map<String, String> VIEW_CHANGES =
      Map.of(
          "UserStatus.ACTIVE, email, displayName, country,",
          """
          UserStatus.ACTIVE, email,
              displayName == null ? new DisplayName(username.value()) : displayName, country,
          """);

  private LaterVersion() {}

  /// @param folder where its classes and its migration are put
  static Path build(Path folder) throws IOException {
    Path migrations = Files.createDirectories(folder.resolve(RESOURCES));
    Files.writeString(migrations.resolve("V99__users_are_shown.sql"), MIGRATION);
    Path sources = folder.resolve("sources");
    var command = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", folder.toString()));
    command.addAll(List.of("-classpath", classPath()));
    command.add(changed(TABLE, TABLE_CHANGES, sources).toString());
    command.add(changed(VIEW, VIEW_CHANGES, sources).toString());
    int status =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
            .run(null, null, null, command.toArray(String[]::new));
    assertThat(status).as("What the compiler says to %s", command).isZero();
    return folder;
  }

  private static String classPath() throws IOException {
    Path target = Home.path().resolve("projection-service/target");
    return target.resolve("classes")
        + File.pathSeparator
        + Files.readString(target.resolve("classpath.txt")).strip();
  }

  /// Each change is made once, and has to fit.
  private static Path changed(String source, Map<String, String> changes, Path to)
      throws IOException {
    String text = Files.readString(Home.path().resolve(source));
    for (Map.Entry<String, String> change : changes.entrySet()) {
      assertThat(text.indexOf(change.getKey()))
          .as("%s, around %s", source, change.getKey())
          .isNotNegative()
          .isEqualTo(text.lastIndexOf(change.getKey()));
      text = text.replace(change.getKey(), change.getValue());
    }
    Path file = to.resolve(Path.of(source).getFileName());
    Files.createDirectories(to);
    return Files.writeString(file, text);
  }
}
