package dev.mailmonitor.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.target.Account;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.testing.Foreign;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// A password that a server sends back is seen by nobody, whatever it contains and however the line
/// arrives.
class RedactionPropertyTest {
  private static final String USER = "anna@example.org";
  private static final String MARK = "(hidden)";

  /// A password, how the server writes it, and what stands around it.
  ///
  /// @param password the password
  /// @param echo the password as the server writes it
  /// @param before what stands before it
  /// @param after what stands behind it
  /// @param charset the octets that the server makes of it
  record Echo(String password, String echo, String before, String after, Charset charset) {
    byte[] line() {
      return (before + echo + after).getBytes(charset);
    }
  }

  @Provide
  Arbitrary<Echo> echoes() {
    Arbitrary<String> passwords =
        Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.strings().ascii().ofMinLength(4).ofMaxLength(40)),
                Tuple.of(
                    1, Arbitraries.strings().withChars("a \"\\\t%").ofMinLength(4).ofMaxLength(8)),
                Tuple.of(2, Foreign.texts(30)))
            .map(text -> text.replaceAll("[\r\n\0]", ""))
            // Shorter ones occur by chance; they are hidden where they stand alone.
            .filter(text -> text.strip().length() > 3 && Foreign.isValid(text));
    Arbitrary<String> surroundings =
        Arbitraries.frequencyOf(
            Tuple.of(
                3, Arbitraries.of("", " ", "535 5.7.8 ", "535-", "* BAD ", "\"", "x".repeat(490))),
            Tuple.of(1, Foreign.texts(20).map(text -> text.replaceAll("[\r\n]", ""))));
    Arbitrary<Charset> charsets =
        Arbitraries.of(StandardCharsets.UTF_8, StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1);
    return Combinators.combine(
            passwords, Arbitraries.integers().between(0, 5), surroundings, surroundings, charsets)
        .as((password, form, before, after, charset) ->
            new Echo(password, written(password, form), before, after, charset));
  }

  private static String written(String password, int form) {
    return switch (form) {
      case 0 -> base64(password);
      case 1 -> base64("\0" + USER + "\0" + password);
      case 2 -> password.replace("\\", "\\\\").replace("\"", "\\\"");
      case 3 -> base64(USER + "\0" + USER + "\0" + password);
      default -> password;
    };
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Wire wire(Service service, String password) {
    return new Wire(
        service, new Account(USER, Secret.of(password)), Deadline.after(Duration.ofSeconds(30)));
  }

  /// Whether a text shows the password, as it was given or as people see it.
  private static void assertHidden(Echo echo, String shown) {
    String rest = shown.replace(MARK, "\n");
    for (String secret : List.of(echo.echo, ServerReply.clean(echo.echo))) {
      // Where nothing but what is always there is left of a password, nothing is given away.
      if (secret.strip().length() > 3) {
        assertThat(rest).doesNotContain(secret);
      }
    }
  }

  @Property(tries = 2000)
  void a_password_in_a_servers_line_is_blotted_out_however_the_line_arrives(
      @ForAll("echoes") Echo echo, @ForAll byte cut, @ForAll Service service) throws Exception {
    Wire wire = wire(service, echo.password);
    byte[] line = echo.line();
    int first = Math.floorMod(cut, line.length + 1);

    wire.received(line, 0, first);
    wire.received(line, first, line.length - first);
    wire.received(new byte[] {'\r', '\n'}, 0, 2);

    assertHidden(echo, wire.transcript().lines().getLast().text());
  }

  @Property(tries = 2000)
  void a_password_in_a_reply_is_blotted_out(@ForAll("echoes") Echo echo) {
    String octets = new String(echo.line(), StandardCharsets.ISO_8859_1);

    ServerReply reply = wire(Service.SMTP, echo.password).reply("535", octets.strip());

    assertHidden(echo, reply.text());
  }

  @Example
  void a_login_that_the_server_sends_back_is_blotted_out() throws Exception {
    Wire wire = wire(Service.SMTP, "correct horse");

    byte[] line = "500 unknown: AUTH PLAIN x correct\thorse \r\n".getBytes(StandardCharsets.UTF_8);
    wire.received(line, 0, line.length);

    assertThat(wire.transcript().toString()).doesNotContain("correct horse");
  }
}
