package dev.mailmonitor.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mailmonitor.state.FileStateStore;
import dev.mailmonitor.testing.CommandTap;
import dev.mailmonitor.testing.GreenMailHost;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.Program;
import dev.mailmonitor.testing.RunningProgram;
import dev.mailmonitor.testing.SystemCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An installation whose every command and alert can be seen, and that can be killed at any of
/// them. Each run sends to a topic of its own, so that it is known what it has sent.
final class CrashSite implements AutoCloseable {
  /// What a run that was killed by SIGKILL ends with.
  private static final int KILLED = 137;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final GreenMailHost host = GreenMailHost.start();
  private final NtfyStandIn ntfy = NtfyStandIn.start();
  private final CommandTap smtp = CommandTap.smtp(host.smtpPort(), this::pass);
  private final CommandTap imap = CommandTap.imap(host.imapPort(), this::pass);
  private final Installation installation;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
  private volatile Servers servers = Servers.FINE;
  private volatile CompletableFuture<RunningProgram> current = new CompletableFuture<>();
  private volatile @Nullable KillPoint plan;
  private int runs;

  /// How the mail servers are.
  enum Servers {
    /// They work.
    FINE,
    /// They drop every connection.
    DOWN,
    /// SMTP rejects the login.
    REJECTING,
    /// Mail is accepted and never comes.
    LOSING
  }

  /// How a run ended.
  ///
  /// @param topic to which it sent
  /// @param killed whether it was killed
  /// @param owed how many alerts the state file says are unsent
  /// @param status the state file's `last_status`
  /// @param commands what it said to the mail servers
  /// @param took how long it ran
  record Run(
      String topic,
      boolean killed,
      int owed,
      String status,
      List<String> commands,
      Duration took) {}

  /// An alert that the ntfy server has accepted.
  record Accepted(String topic, String title, String message) {}

  CrashSite(Path directory) {
    this.directory = directory;
    this.installation =
        Installation.in(directory)
            .reaching("localhost", smtp.port(), imap.port())
            .set("smtp_security", "none")
            .set("imap_security", "none")
            .set("username", host.user())
            .set("password", host.password())
            .set("receive_timeout", 2);
    ntfy.otherwise(this::reply);
  }

  void become(Servers condition) {
    servers = condition;
  }

  /// As if nothing was ever checked.
  void forgetEverything() {
    try {
      Files.deleteIfExists(installation.file("state.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many mails are in the INBOX.
  int mails() {
    return host.messages();
  }

  /// Runs the program, kills it at a point if it gets there, and looks at what is left behind.
  Run run(Optional<KillPoint> point) {
    String topic = "run-" + ++runs;
    installation.telling(ntfy.uri().toString(), topic);
    smtp.forget();
    imap.forget();
    commands.clear();
    current = new CompletableFuture<>();
    plan = point.orElse(null);
    installation.launcher(launcher(point));
    Program.Run ended;
    try (RunningProgram running = installation.start()) {
      current.complete(running);
      if (plan instanceof KillPoint.After after) {
        kill(running, after.time());
      }
      ended = installation.end(running);
    } catch (AssertionError failed) {
      throw new AssertionError(topic + " " + servers + " " + point + ": " + failed, failed);
    }
    plan = null;
    boolean killed = ended.status() == KILLED;
    JsonNode state = state(killed);
    Run run =
        new Run(
            topic,
            killed,
            state.path("outbox").size(),
            state.path("last_status").asText("unknown"),
            List.copyOf(commands),
            ended.took());
    assertThat(ended.status())
        .as("%s %s: %s%n%s", point, servers, ended.out(), ended.err())
        .isIn(KILLED, servers == Servers.FINE ? 0 : 1);
    assertThat(ended.err()).doesNotContain("Warning: The state file", "cleanup:");
    return run;
  }

  /// What `mail-monitor status` prints.
  Program.Run status() {
    return installation.launcher(launcher(Optional.empty())).run("status");
  }

  /// The alerts that were accepted since a run.
  List<Accepted> acceptedBy(List<Run> runs) {
    List<String> topics = runs.stream().map(Run::topic).toList();
    return ntfy.requests().stream()
        .map(request -> json(request.body()))
        .filter(body -> topics.contains(body.path("topic").asText()))
        .filter(body -> !refused.contains(body.path("topic").asText()))
        .map(body ->
            new Accepted(
                body.path("topic").asText(),
                body.path("title").asText(),
                body.path("message").asText()))
        .toList();
  }

  /// Whatever happened, the state file is a whole one, and nothing else stays but the empty lock
  /// and, after a crash, one unfinished file.
  private JsonNode state(boolean killed) {
    Path file = installation.file("state.json");
    List<String> names;
    try (Stream<Path> files = Files.list(directory)) {
      names =
          files
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.startsWith("kill-at-"))
              .filter(
                  name -> !Set.of("config.json", "state.json", "state.json.lock").contains(name))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(names)
        .hasSizeLessThanOrEqualTo(killed ? 1 : 0)
        .allMatch(name -> name.matches("\\.state\\.json\\.\\d+\\.tmp"));
    assertThat(new FileStateStore(file, Clock.systemUTC()).peek().warnings()).isEmpty();
    return Files.exists(file) ? installation.state() : JSON.createObjectNode();
  }

  private Path launcher(Optional<KillPoint> point) {
    Path packaged = Installation.DISTRIBUTION.resolve("bin/mail-monitor");
    return point.orElse(null) instanceof KillPoint.AtSystemCall call
        ? SystemCalls.killing(directory, packaged, call.call(), call.nth())
        : packaged;
  }

  private Optional<String> pass(String command, CommandTap.Moment moment, String line) {
    if (servers == Servers.DOWN) {
      return Optional.empty();
    }
    if (moment == CommandTap.Moment.HEARD) {
      commands.add(command);
    }
    if (new KillPoint.AtCommand(command, moment).equals(plan)) {
      kill();
      return Optional.empty();
    }
    if (servers == Servers.REJECTING
        && moment == CommandTap.Moment.ANSWERED
        && command.startsWith("SMTP AUTH")) {
      return Optional.of("535 5.7.8 Error: authentication failed");
    }
    if (servers == Servers.LOSING
        && moment == CommandTap.Moment.HEARD
        && command.startsWith("SMTP RCPT")) {
      return Optional.of("RCPT TO:<sink@mail.test>");
    }
    return Optional.of(line);
  }

  private NtfyStandIn.Reply reply(NtfyStandIn.Request request) {
    Runnable nothing = () -> {};
    if (!(plan instanceof KillPoint.AtAlert alert)) {
      return ntfy.accepted();
    }
    return switch (alert.moment()) {
      case REFUSED -> {
        refused.add(json(request.body()).path("topic").asText());
        yield new NtfyStandIn.Reply.Around(this::kill, new NtfyStandIn.Reply.HangUp(), nothing);
      }
      case ACCEPTED -> new NtfyStandIn.Reply.Around(this::kill, ntfy.accepted(), nothing);
      case TOLD -> new NtfyStandIn.Reply.Around(nothing, ntfy.accepted(), this::kill);
    };
  }

  private void kill() {
    current.orTimeout(10, TimeUnit.SECONDS).join().killNow();
  }

  private static void kill(RunningProgram running, Duration delay) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            Thread.sleep(delay);
            running.killNow();
          } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  @Override
  public void close() {
    smtp.close();
    imap.close();
    ntfy.close();
    host.close();
  }

  /// For messages: what happened, run by run.
  static List<String> story(List<Run> runs) {
    List<String> story = new ArrayList<>();
    runs.forEach(run ->
        story.add(
            "%s%s %s, owes %d"
                .formatted(run.topic(), run.killed() ? " killed" : "", run.status(), run.owed())));
    return story;
  }
}
