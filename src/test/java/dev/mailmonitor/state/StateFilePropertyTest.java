package dev.mailmonitor.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.alert.Alert;
import dev.mailmonitor.alert.AlertKind;
import dev.mailmonitor.alert.Problem;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.PendingMail;
import dev.mailmonitor.target.TargetName;
import dev.mailmonitor.testing.Foreign;
import dev.mailmonitor.testing.ForeignText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Any state is read as it was written, and any file is a state or called none.
class StateFilePropertyTest {
  private static final UUID INSTANCE = new UUID(5, 5);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// What cannot be written in UTF-8 never gets into a state: everything that a server says is
  /// cleaned before.
  private static Arbitrary<String> texts() {
    return Foreign.texts(30).filter(Foreign::isValid);
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(-62135596800L, 253402128000L).map(Instant::ofEpochSecond),
        Arbitraries.longs()
            .between(0, 4_000_000_000_000_000_000L)
            .map(nanos -> Instant.ofEpochSecond(0, nanos)),
        Arbitraries.of(Instant.EPOCH, Instant.parse("0001-01-01T00:00:00Z")));
  }

  private static Arbitrary<UUID> ids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
  }

  private static Arbitrary<Problem> problems() {
    return Combinators.combine(
            texts(),
            texts(),
            texts().injectNull(0.3),
            texts().injectNull(0.3),
            texts().list().ofMaxSize(3),
            texts().injectNull(0.3))
        .as(Problem::new);
  }

  private static Arbitrary<Alert> alerts() {
    Arbitrary<Alert.Span> spans =
        Combinators.combine(
                Arbitraries.of(Alert.Condition.class), instants(), instants().injectNull(0.3))
            .as(Alert.Span::new);
    return Combinators.combine(
            ids(),
            Arbitraries.of(AlertKind.class),
            Arbitraries.of(TargetName.UNNAMED, new TargetName("office")),
            instants(),
            problems().list().ofMaxSize(3),
            spans.injectNull(0.3),
            problems().list().ofMaxSize(2),
            texts().list().ofMaxSize(2))
        .as(Alert::new);
  }

  private static Arbitrary<InFlight> inFlight() {
    return Combinators.combine(
            Combinators.combine(ids(), instants(), instants())
                .as(PendingMail::new)
                .list()
                .ofMaxSize(3),
            Combinators.combine(ids(), instants(), instants(), Arbitraries.of(LateMail.Place.class))
                .as(LateMail::new)
                .list()
                .ofMaxSize(3))
        .as(InFlight::new);
  }

  @Provide
  Arbitrary<TargetState> states() {
    Arbitrary<LastFailure> failures =
        Combinators.combine(
                Arbitraries.of(
                    LocalDateTime.parse("2026-01-16T10:30:00"),
                    LocalDateTime.parse("2026-01-16T10:30:00.000000001"),
                    LocalDateTime.MIN,
                    LocalDateTime.MAX),
                texts().list().ofMaxSize(3))
            .as(LastFailure::new);
    Arbitrary<Outbox> outboxes =
        Combinators.combine(
                alerts(),
                texts(),
                instants(),
                Arbitraries.integers().greaterOrEqual(0),
                texts().injectNull(0.3))
            .as(Outbox.Entry::new)
            .list()
            .ofMaxSize(3)
            .map(Outbox::new);
    Arbitrary<Memory> memories =
        Combinators.combine(
                Arbitraries.integers().between(Memory.VERSION, Integer.MAX_VALUE),
                ids(),
                failures.injectNull(0.3),
                instants().injectNull(0.5),
                outboxes,
                inFlight(),
                tallies(),
                Arbitraries.of(
                    Map.<String, String>of(),
                    Map.of("weights", "{\"a\":1.50,\"b\":1E+400}", "zeta", "null"),
                    Map.of("ä\n", "[[[[]]]]")))
            .as((version, instance, failure, broken, outbox, inFlight, tally, others) ->
                new Memory(
                    version, instance, failure, broken, outbox, inFlight, tally, null, others));
    return Combinators.combine(
            memories,
            told().injectNull(0.5),
            Arbitraries.of(Status.class),
            instants().injectNull(0.2))
        .as((memory, told, status, began) ->
            switch (status) {
              case UNKNOWN -> new TargetState.Unknown(memory.withTold(told));
              case HEALTHY -> new TargetState.Healthy(memory.withTold(told), began);
              case DEGRADED -> new TargetState.Degraded(memory.withTold(told), began);
              case UNHEALTHY -> new TargetState.Unhealthy(memory.withTold(told), began);
            });
  }

  private Arbitrary<Tally> tallies() {
    return Combinators.combine(
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.integers().greaterOrEqual(0),
            instants().injectNull(0.3),
            instants().injectNull(0.3),
            instants().injectNull(0.3))
        .as(Tally::new);
  }

  private Arbitrary<Told> told() {
    return Combinators.combine(
            Arbitraries.of(Status.class),
            instants().injectNull(0.3),
            instants().injectNull(0.3),
            instants().injectNull(0.3))
        .as(Told::new);
  }

  @Property(tries = 500)
  void any_state_is_read_as_it_was_written(@ForAll("states") TargetState state) throws Exception {
    StateFile.Content content = StateFile.read(StateFile.write(state), INSTANCE);

    assertThat(content).isEqualTo(new StateFile.Content(state, true, List.of()));
  }

  @Provide
  Arbitrary<byte[]> files() {
    return Foreign.octets(
        20,
        "{\"last_status\": \"healthy\"",
        ", ",
        "}",
        "{",
        "[",
        "]",
        "\"version\": ",
        "\"since\": ",
        "\"outbox\": ",
        "\"last_failure\": ",
        "\"pending_mails\": ",
        "\"late_mails\": ",
        "\"told\": ",
        "\"consecutive_successes\": ",
        "\"row_since\": ",
        "\"instance\": ",
        "{\"channel\": \"ntfy\", \"queued_at\": \"2026-01-16T09:30:00Z\", \"attempts\": 1",
        "\"alert\": ",
        "\"2026-01-16T09:30:00Z\"",
        "null",
        "1e999999999",
        "99999999999999999999",
        "-1",
        "\"\"",
        "true",
        "\ufeff");
  }

  /// A state with a piece cut out, doubled or turned into something else.
  @Provide
  Arbitrary<byte[]> damagedStates() {
    return Combinators.combine(
            states().map(StateFile::write),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 12),
            Arbitraries.of("", "0", "\"", "{", "]", "null", "\0", "\u00e4"))
        .as((file, place, length, instead) -> {
          int from = (int) (place * file.length);
          int to = Math.min(file.length, from + length);
          java.io.ByteArrayOutputStream damaged = new java.io.ByteArrayOutputStream();
          damaged.write(file, 0, from);
          damaged.writeBytes(instead.getBytes(UTF_8));
          damaged.write(file, to, file.length - to);
          return damaged.toByteArray();
        });
  }

  static List<String> savedFiles() {
    return ForeignText.rows("state-files");
  }

  @Property(tries = 500)
  void any_file_is_a_state_or_called_none(@ForAll("files") byte[] file) {
    assertStateOrNone(file);
  }

  @Property(tries = 500)
  void any_damaged_state_is_a_state_or_called_none(@ForAll("damagedStates") byte[] file) {
    assertStateOrNone(file);
  }

  @ParameterizedTest
  @MethodSource("savedFiles")
  void files_that_were_once_seen_are_states_or_called_none(String file) {
    assertStateOrNone(ForeignText.octets(file));
    assertStateOrNone(file.getBytes(java.nio.charset.StandardCharsets.UTF_16));
  }

  /// What was read can also be written, and is then read as the same.
  private static void assertStateOrNone(byte[] file) {
    Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          try {
            byte[] written = StateFile.write(StateFile.read(file, INSTANCE).state());
            assertThat(StateFile.write(StateFile.read(written, INSTANCE).state()))
                .isEqualTo(written);
          } catch (UnreadableStateException none) {
            assertThat(none.getMessage()).isNotBlank().hasSizeLessThan(200);
          }
        });
  }
}
