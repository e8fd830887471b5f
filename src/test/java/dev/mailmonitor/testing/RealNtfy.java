package dev.mailmonitor.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real ntfy server on a free port of `127.0.0.1`, with its configuration and cache in a
/// temporary directory. The program is an installed one, else that of Debian's package, see
/// [NtfyPackage].
public final class RealNtfy implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final Pattern TOKEN = Pattern.compile("tk_[a-z0-9]+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supervisor supervisor = Supervisor.create("ntfy");
  private final int port = LoopbackPorts.free();
  private final Path program;
  private final Path configuration = supervisor.directory().resolve("server.yml");
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final Optional<User> firstUser;

  private record User(String name, String password, List<String> topics) {}

  private RealNtfy(Path program, Builder settings) {
    this.program = program;
    firstUser = settings.users.stream().findFirst();
    Path directory = supervisor.directory();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("base-url", url());
    lines.put("listen-http", "127.0.0.1:" + port);
    lines.put("cache-file", directory.resolve("cache.db").toString());
    if (firstUser.isPresent()) {
      lines.put("auth-file", directory.resolve("auth.db").toString());
      lines.put("auth-default-access", "deny-all");
    }
    lines.putAll(settings.settings);
    StringBuilder text = new StringBuilder();
    lines.forEach((key, value) -> text.append("%s: %s\n".formatted(key, value)));
    try {
      Files.writeString(configuration, text);
      if (firstUser.isPresent()) {
        createUsers(settings.users);
      }
      startServer();
    } catch (IOException e) {
      supervisor.close();
      throw new UncheckedIOException("ntfy was not set up in " + directory, e);
    } catch (IllegalStateException e) {
      supervisor.close();
      throw e;
    }
  }

  /// How an ntfy server differs from one that lets everybody read and write.
  public static final class Builder {
    private final List<User> users = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();

    private Builder() {}

    /// Adds a user with an access token; as soon as there is one, nobody else has any access.
    ///
    /// @param topics the topics that the user may read and write
    public Builder user(String name, String password, String... topics) {
      users.add(new User(name, SecretWatch.OF_TESTS.keep(password), List.of(topics)));
      return this;
    }

    /// Adds a line to `server.yml`, for example `visitor-message-daily-limit`; the value is YAML.
    public Builder setting(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /// Starts the server and waits until it answers.
    public RealNtfy start() {
      return new RealNtfy(NtfyPackage.program(), this);
    }
  }

  /// Starts a server that lets everybody read and write.
  public static RealNtfy start() {
    return with().start();
  }

  /// Describes a server that differs.
  public static Builder with() {
    return new Builder();
  }

  /// Why no ntfy server can be started here; fetches the program if it must.
  ///
  /// @return the reason and what to do, or empty if one can
  public static Optional<String> available() {
    return NtfyPackage.available();
  }

  /// The server's address, without a slash at its end.
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /// A user's access token.
  ///
  /// @param user a name that was given to [Builder#user(String, String, String...)]
  public String token(String user) {
    String token = tokens.get(user);
    if (token == null) {
      throw new IllegalArgumentException("No user " + user + ", only " + tokens.keySet());
    }
    return token;
  }

  /// The messages of a topic that the server keeps, oldest first, each as the JSON object of ntfy's
  /// subscription API (`title`, `message`, `priority`, `tags`, …). Read as the first user if there
  /// are users.
  public List<JsonNode> messages(String topic) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + "/" + topic + "/json?poll=1")).timeout(BOUND);
    firstUser.ifPresent(user -> {
      byte[] login = (user.name() + ":" + user.password()).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    });
    List<JsonNode> messages = new ArrayList<>();
    String kept = get(request.build());
    SecretWatch.OF_TESTS.inspect("an alert", kept);
    for (String line : kept.lines().toList()) {
      try {
        messages.add(JSON.readTree(line));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("ntfy said `" + line + "`, which is no JSON", e);
      }
    }
    return List.copyOf(messages);
  }

  /// Stops the server; its port refuses connections afterwards. Messages are kept.
  public void stopServer() {
    supervisor.stop("ntfy");
  }

  /// Starts the server again, on the same port. Does nothing if it runs.
  public void startServer() {
    supervisor.start(
        "ntfy",
        List.of(program.toString(), "serve", "--config", configuration.toString()),
        () -> LoopbackPorts.listens(port));
  }

  /// What the server logged, for the message of a test that failed.
  public String logs() {
    return supervisor.output("ntfy");
  }

  /// Stops the server and removes its files.
  @Override
  public void close() {
    supervisor.close();
  }

  // The server makes its user database; the commands that follow need it.
  private void createUsers(List<User> users) {
    startServer();
    for (User user : users) {
      command(Map.of("NTFY_PASSWORD", user.password()), "user", "add", user.name());
      for (String topic : user.topics()) {
        command(Map.of(), "access", user.name(), topic, "read-write");
      }
      String said = command(Map.of(), "token", "add", user.name());
      Matcher token = TOKEN.matcher(said);
      if (!token.find()) {
        throw new IllegalStateException("ntfy made no token for " + user.name() + ": " + said);
      }
      tokens.put(user.name(), SecretWatch.OF_TESTS.keep(token.group()));
    }
    // Restarted, so that no cached answer of before is left.
    stopServer();
  }

  private String command(Map<String, String> environment, String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(program.toString(), command));
    // The options of `ntfy user` stand before its own commands.
    words.add("--config");
    words.add(configuration.toString());
    words.addAll(List.of(arguments));
    return Commands.run(BOUND, environment, words.toArray(String[]::new));
  }

  private static String get(HttpRequest request) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            "ntfy answered "
                + response.statusCode()
                + " to "
                + request.uri()
                + ": "
                + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException("ntfy does not answer at " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while ntfy was asked", e);
    }
  }
}
