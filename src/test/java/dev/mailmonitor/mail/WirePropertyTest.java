package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.testing.Foreign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/// What is made of a server's octets does not depend on how the network cuts them.
class WirePropertyTest {
  @Provide
  Arbitrary<byte[]> octets() {
    return Foreign.octets(
        20,
        "* ",
        "A1 OK ",
        "250-",
        "250 ",
        "354 ",
        "{3}",
        "{0}",
        "{99999999}",
        "{-1}",
        "{}",
        "}",
        "\r\n",
        "\n",
        "\r",
        "secret-7",
        "x");
  }

  private static List<String> heard(Service service, byte[] octets, List<Integer> cuts) {
    Wire wire =
        new Wire(
            service,
            new Account("anna@example.org", Secret.of("secret-7")),
            Deadline.after(Duration.ofSeconds(30)));
    wire.enter(Phase.GREETING);
    List<String> heard = new ArrayList<>();
    try {
      int from = 0;
      for (int cut : cuts) {
        int to = Math.max(from, Math.min(octets.length, from + cut));
        wire.received(octets, from, to - from);
        from = to;
      }
      wire.received(octets, from, octets.length - from);
    } catch (Incoming.Nonsense nonsense) {
      heard.add("nonsense: " + nonsense.getMessage());
    }
    wire.transcript().lines().forEach(line -> heard.add(line.text()));
    return heard;
  }

  @Property
  void octets_mean_the_same_however_they_arrive(
      @ForAll Service service,
      @ForAll("octets") byte[] octets,
      @ForAll @Size(max = 12) List<@net.jqwik.api.constraints.IntRange(max = 9) Integer> cuts) {
    assertThat(heard(service, octets, cuts))
        .isEqualTo(heard(service, octets, List.of()))
        .allSatisfy(line -> assertThat(line).doesNotContain("secret-7"));
  }
}
