package dev.tidemark.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The servers' binaries, unpacked from the jars that carry them.
///
/// Unpacking goes to a name of its own and is then renamed, so that several JVMs may do it at once.
final class NativePrograms {
  private static final String OS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  private static final String REDIS = "redis-server-7.0.15-" + OS + (ARM ? "-arm64" : "-amd64");
  private static final String POSTGRES = "postgres-" + OS + (ARM ? "-arm_64" : "-x86_64");

  private NativePrograms() {}

  static Path redisServer() throws IOException {
    var program = Home.cache().resolve(REDIS);
    if (Files.exists(program)) {
      return program;
    }
    var unpacked = Files.createTempFile(Home.cache(), REDIS, null);
    try (var packed = resource(REDIS)) {
      Files.copy(packed, unpacked, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.move(unpacked, program, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Unpacks PostgreSQL unless it is there already.
  ///
  /// @param parent the folder to unpack into
  /// @return the folder that holds `bin`, `lib` and `share`
  static Path postgres(Path parent) throws IOException {
    var folder = parent.resolve(POSTGRES);
    if (Files.exists(folder)) {
      return folder;
    }
    var unpacked = Files.createTempDirectory(parent, POSTGRES);
    Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var tar = new TarArchiveInputStream(new XZInputStream(resource(POSTGRES + ".txz")))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar, unpacked);
      }
    }
    return firstOf(unpacked, folder);
  }

  /// Gives what was unpacked its name, unless somebody else was faster: then theirs stays.
  static Path firstOf(Path unpacked, Path folder) throws IOException {
    try {
      return Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Of a folder that is not empty the JDK says no more than that.
      if (!Files.exists(folder)) {
        throw e;
      }
      new DataDirectory(unpacked).delete();
      return folder;
    }
  }

  private static void unpack(TarArchiveEntry entry, TarArchiveInputStream content, Path folder)
      throws IOException {
    var file = folder.resolve(entry.getName()).normalize();
    if (!file.startsWith(folder)) {
      throw new IOException("the archive names a file outside of itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(file.getParent());
      Files.copy(content, file);
      boolean program = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static InputStream resource(String name) throws IOException {
    var found = NativePrograms.class.getResourceAsStream("/" + name);
    if (found == null) {
      throw new IOException(
          "there is no " + name + " on the class path: this system is not among those supported");
    }
    return found;
  }
}
