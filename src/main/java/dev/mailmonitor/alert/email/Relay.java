package dev.mailmonitor.alert.email;

import dev.mailmonitor.alert.Attempt;
import dev.mailmonitor.alert.VerifiedTls;
import io.quarkus.arc.Arc;
import io.quarkus.arc.Unremovable;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.mailer.runtime.Mailers;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The container's mailer, and what all recipients' mails have in common: the connections, and what
/// the last try has shown of the relay.
///
/// The mailer lives within a deployment of its own. Undeploying it closes its connections: the mail
/// client gives a relay that falls silent all the time in the world. And what it does, it does in
/// that deployment's thread: called from others, it sometimes misses an answer.
@Singleton
@Unremovable
class Relay {
  /// The name of its TLS configuration.
  static final String TLS = "mail-relay";

  /// For so long, one channel's failure speaks for the others: twenty recipients would take twenty
  /// time-outs, and twenty rejected logins may lock the account.
  static final Duration MEMORY = Duration.ofSeconds(30);

  private static final Duration START = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final TlsConfigurationRegistry tls;
  private @Nullable Client client;
  private @Nullable Failure lastFailure;

  /// A try that failed for a reason that is the same for all recipients.
  private record Failure(EmailChannel channel, Attempt attempt, long at) {}

  Relay(Vertx vertx, TlsConfigurationRegistry tls) {
    this.vertx = vertx;
    this.tls = tls;
  }

  /// Sends a mail.
  ///
  /// @param mail starts the sending; called in the mailer's thread
  /// @param trust whose certificates are trusted, asked for when the mailer is made; null if there
  ///   is no TLS
  /// @param atMost how long that may take
  /// @throws TimeoutException if it takes longer; what the relay then still says is not heard
  /// @throws ExecutionException if the relay does not take it
  /// @throws InterruptedException if somebody does not want to wait any more
  void send(
      Supplier<Uni<Void>> mail,
      @Nullable Supplier<? extends X509TrustManager> trust,
      Duration atMost)
      throws TimeoutException, ExecutionException, InterruptedException {
    Client used = open(trust);
    try {
      used.send(mail).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | InterruptedException silent) {
      close(used);
      throw silent;
    }
  }

  private synchronized Client open(@Nullable Supplier<? extends X509TrustManager> trust)
      throws TimeoutException, ExecutionException, InterruptedException {
    if (client == null) {
      if (trust != null) {
        tls.register(TLS, new VerifiedTls(trust.get()));
      }
      Client made = new Client();
      vertx
          .deployVerticle(made)
          .toCompletionStage()
          .toCompletableFuture()
          .get(START.toMillis(), TimeUnit.MILLISECONDS);
      client = made;
    }
    return client;
  }

  /// Makes the mailer, whose connections so belong to this deployment.
  private static final class Client extends AbstractVerticle {
    @Override
    public void start() {
      Arc.container().instance(ReactiveMailer.class).get();
    }

    CompletableFuture<@Nullable Void> send(Supplier<Uni<Void>> mail) {
      CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
      context.runOnContext(_ -> {
        try {
          mail.get().subscribe().with(_ -> sent.complete(null), sent::completeExceptionally);
        } catch (RuntimeException failed) {
          sent.completeExceptionally(failed);
        }
      });
      return sent;
    }
  }

  private synchronized void close(Client used) {
    if (used.equals(client)) {
      client = null;
      Arc.container().instance(ReactiveMailer.class).destroy();
      Arc.container().instance(Mailers.class).destroy();
      vertx.undeploy(used.deploymentID());
    }
  }

  /// What is known of a try before it is made.
  ///
  /// @param channel whose try it would be
  /// @return the outcome of a try that has just failed, if this one would fail as well; one that
  ///   may succeed when it is repeated does not keep its own channel from repeating it
  synchronized Optional<Attempt> foreseen(EmailChannel channel) {
    Failure last = lastFailure;
    if (last == null || System.nanoTime() - last.at() >= MEMORY.toNanos()) {
      return Optional.empty();
    }
    boolean repeats = last.channel() == channel && last.attempt() instanceof Attempt.Later;
    return repeats ? Optional.empty() : Optional.of(last.attempt());
  }

  /// Remembers that a try failed for a reason that is the same for all recipients.
  synchronized void failed(EmailChannel channel, Attempt attempt) {
    lastFailure = new Failure(channel, attempt, System.nanoTime());
  }

  /// Remembers that the relay can be talked to.
  synchronized void works() {
    lastFailure = null;
  }
}
