package dev.tidemark.localstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One of our services as a process, configured through its environment as anywhere else. It counts
/// as started when it says itself that it is ready.
public final class ServiceProcess extends StackProcess {
  private static final Duration PROBE_MAX = Duration.ofSeconds(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .connectTimeout(PROBE_MAX)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private final JavaProgram program;
  private final DataDirectory directory;
  private final int port;
  private final int adminPort;
  private final Map<String, String> environment;
  private final List<Path> before;

  /// A service that runs once, by the name that services have. Operators find it on any free port.
  public ServiceProcess(
      Service service, DataDirectory directory, int port, Map<String, String> environment) {
    this(service.label(), service, directory, port, 0, environment);
  }

  /// @param name of its log, and in messages: a service may run several times
  /// @param adminPort where it listens for operators: `port`, if it has no other; 0 for any free
  ///   one
  /// @param environment what the service must be told besides its own address, which is added
  public ServiceProcess(
      String name,
      Service service,
      DataDirectory directory,
      int port,
      int adminPort,
      Map<String, String> environment) {
    this(name, service.program(), directory, port, adminPort, environment, List.of());
  }

  /// A program that is none of ours to run, but is configured and says that it is ready as they do.
  public ServiceProcess(
      String name,
      JavaProgram program,
      DataDirectory directory,
      int port,
      Map<String, String> environment) {
    this(name, program, directory, port, 0, environment, List.of());
  }

  private ServiceProcess(
      String name,
      JavaProgram program,
      DataDirectory directory,
      int port,
      int adminPort,
      Map<String, String> environment,
      List<Path> before) {
    super(name);
    this.before = before;
    this.program = program;
    this.directory = directory;
    this.port = port;
    this.adminPort = adminPort;
    this.environment = new HashMap<>(environment);
    this.environment.put("HTTP_HOST", "127.0.0.1");
    this.environment.put("HTTP_PORT", String.valueOf(port));
    this.environment.put("HTTP_ADMIN_PORT", String.valueOf(adminPort));
  }

  /// The same in another version, to be started once this one is stopped.
  ///
  /// @param classes a folder with what takes the place of the build's classes and resources
  public ServiceProcess inVersion(Path classes) {
    return new ServiceProcess(
        name(),
        program,
        directory,
        port,
        adminPort,
        environment,
        List.of(classes.toAbsolutePath()));
  }

  public URI url() {
    return URI.create(address());
  }

  @Override
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  /// What it measures of itself. Only if its port for operators is known.
  public URI metrics() {
    return URI.create("http://127.0.0.1:" + adminPort + "/metrics");
  }

  @Override
  Child launch() throws IOException {
    Ports.requireFree(port);
    if (adminPort != 0) {
      Ports.requireFree(adminPort);
    }
    var command = program.command(before, List.of("-Xmx640m"), List.of());
    return Child.spawn(command, environment, directory.log(name()), "TERM");
  }

  @Override
  public boolean answers() {
    var question =
        HttpRequest.newBuilder(url().resolve("/health/ready")).timeout(PROBE_MAX).build();
    try {
      return HTTP.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
