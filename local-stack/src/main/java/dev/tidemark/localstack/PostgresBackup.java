package dev.tidemark.localstack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/// The files of a running server, copied so that a replica can start from them. PostgreSQL's own
/// program for that, `pg_basebackup`, is not among its binaries here.
final class PostgresBackup {
  /// Folders of which a copy needs no more than that they are there.
  private static final Set<String> EMPTY =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Set<String> OF_THE_RUNNING = Set.of("postmaster.pid", "postmaster.opts");

  private PostgresBackup() {}

  /// @param server a session, used for nothing else meanwhile
  /// @param from the server's files
  static void copy(Connection server, Path from, Path into) throws IOException {
    try (var statement = server.createStatement()) {
      statement.execute("SELECT pg_backup_start('replica', fast => true)");
      Files.walkFileTree(from, new Copying(from, into));
      var ended =
          statement.executeQuery("SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)");
      ended.next();
      Files.writeString(into.resolve("backup_label"), ended.getString(1));
      Files.createFile(into.resolve("standby.signal"));
    } catch (SQLException e) {
      throw new IOException("the primary could not be copied: " + e.getMessage(), e);
    }
  }

  private static final class Copying extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path into;

    private Copying(Path from, Path into) {
      this.from = from;
      this.into = into;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      Files.copy(folder, copyOf(folder), StandardCopyOption.COPY_ATTRIBUTES);
      boolean atTop = from.equals(folder.getParent());
      return atTop && EMPTY.contains(String.valueOf(folder.getFileName()))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    /// What the server removes meanwhile the log does not need.
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!OF_THE_RUNNING.contains(String.valueOf(file.getFileName()))) {
        try {
          Files.copy(file, copyOf(file), StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException removed) {
          return FileVisitResult.CONTINUE;
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    private Path copyOf(Path original) {
      return into.resolve(from.relativize(original));
    }
  }
}
