package dev.mailmonitor.config;

import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.heartbeat.HeartbeatSettings;
import dev.mailmonitor.config.Parsed.Bad;
import dev.mailmonitor.config.Parsed.Good;
import dev.mailmonitor.target.AddressFamily;
import dev.mailmonitor.target.JunkRule;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.target.TransportSecurity;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// A kind of value: how it is written in JSON and as text, and what it becomes.
///
/// @param <T> what it becomes
public final class SettingType<T> {
  /// How a value is written in the configuration file.
  enum Shape {
    TEXT,
    NUMBER,
    NUMBER_OR_NAME,
    LIST,
    SWITCH
  }

  private interface Parser<T> {
    Parsed<T> parse(String text, Path base);
  }

  static final SettingType<String> HOST =
      new SettingType<>(
          "host", "HOST", Shape.TEXT, (text, base) -> Hosts.parse(text), text -> text);
  static final SettingType<String> EHLO_NAME =
      new SettingType<>(
          "host", "HOST", Shape.TEXT, (text, base) -> Hosts.parseEhlo(text), text -> text);
  static final SettingType<Integer> PORT =
      new SettingType<>(
          "port", "PORT", Shape.NUMBER, (text, base) -> Numbers.port(text), String::valueOf);
  static final SettingType<Duration> SECONDS =
      new SettingType<>(
          "seconds",
          "SECONDS",
          Shape.NUMBER,
          (text, base) -> Numbers.seconds(text),
          Numbers::inSeconds);
  static final SettingType<Integer> DAYS =
      new SettingType<>(
          "days", "DAYS", Shape.NUMBER, (text, base) -> Numbers.days(text), String::valueOf);
  static final SettingType<TransportSecurity> SECURITY = choice(TransportSecurity.values());
  static final SettingType<AddressFamily> FAMILY = choice(AddressFamily.values());
  static final SettingType<JunkRule> JUNK = choice(JunkRule.values());
  static final SettingType<AlertDetails> DETAILS = choice(AlertDetails.values());
  static final SettingType<OutputFormat> OUTPUT = choice(OutputFormat.values());
  static final SettingType<Boolean> SWITCH =
      new SettingType<>(
          "`true` or `false`",
          "true|false",
          Shape.SWITCH,
          (text, base) -> onOrOff(text),
          String::valueOf);
  static final SettingType<String> USERNAME =
      new SettingType<>("text", "NAME", Shape.TEXT, (text, base) -> username(text), text -> text);
  static final SettingType<String> ADDRESS =
      new SettingType<>(
          "mail address",
          "ADDRESS",
          Shape.TEXT,
          (text, base) -> MailAddresses.parse(text),
          text -> text);
  static final SettingType<List<String>> ADDRESSES =
      new SettingType<>(
          "list of mail addresses",
          "ADDRESS,ADDRESS",
          Shape.LIST,
          (text, base) -> MailAddresses.parseList(text),
          addresses -> String.join(",", addresses));
  static final SettingType<Path> FILE =
      new SettingType<>("file", "FILE", Shape.TEXT, SettingType::file, Path::toString);
  static final SettingType<Secret> SECRET =
      new SettingType<>(
          "secret", "SECRET", Shape.TEXT, (text, base) -> Secrets.parse(text), Secret::toString);
  static final SettingType<Secret> TOKEN =
      new SettingType<>(
          "secret",
          "TOKEN",
          Shape.TEXT,
          (text, base) -> Secrets.parseToken(text),
          Secret::toString);
  static final SettingType<String> TOPIC =
      new SettingType<>(
          "text", "TOPIC", Shape.TEXT, (text, base) -> NtfyValues.topic(text), text -> text);
  static final SettingType<URI> SERVER =
      new SettingType<>(
          "URL", "URL", Shape.TEXT, (text, base) -> NtfyValues.server(text), URI::toString);
  static final SettingType<Secret> HEARTBEAT =
      new SettingType<>(
          "secret",
          "URL",
          Shape.TEXT,
          (text, base) -> HeartbeatReader.parse(text),
          HeartbeatSettings::shown);
  static final SettingType<String> NTFY_USERNAME =
      new SettingType<>(
          "text", "NAME", Shape.TEXT, (text, base) -> NtfyValues.username(text), text -> text);
  static final SettingType<Integer> PRIORITY =
      new SettingType<>(
          "`min`, `low`, `default`, `high`, `max` or 1–5",
          "PRIORITY",
          Shape.NUMBER_OR_NAME,
          (text, base) -> NtfyValues.priority(text),
          NtfyValues::priorityName);
  static final SettingType<List<String>> TAGS =
      new SettingType<>(
          "list of texts",
          "TAG,TAG",
          Shape.LIST,
          (text, base) -> NtfyValues.tags(text),
          tags -> String.join(",", tags));

  private final String name;
  private final String placeholder;
  private final Shape shape;
  private final Parser<T> parser;
  private final Function<T, String> toText;

  private SettingType(
      String name, String placeholder, Shape shape, Parser<T> parser, Function<T, String> toText) {
    this.name = name;
    this.placeholder = placeholder;
    this.shape = shape;
    this.parser = parser;
    this.toText = toText;
  }

  /// What the reference calls it.
  public String name() {
    return name;
  }

  /// What stands for a value in the help: the values themselves, separated by `|`, or one word in
  /// capitals.
  public String placeholder() {
    return placeholder;
  }

  Shape shape() {
    return shape;
  }

  boolean isSecret() {
    return name.equals("secret");
  }

  /// Reads a text; relative paths begin at the base.
  Parsed<T> parse(String text, Path base) {
    return parser.parse(text, base);
  }

  /// A value as somebody would write it; of a secret, nothing.
  String show(T value) {
    return toText.apply(value);
  }

  private static <E extends Enum<E>> SettingType<E> choice(E[] values) {
    List<String> names =
        List.of(values).stream().map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    String docs = enumeration(names.stream().map(name -> "`" + name + "`").toList());
    String expected = enumeration(names);
    return new SettingType<>(
        docs,
        String.join("|", names),
        Shape.TEXT,
        (text, base) -> {
          int index = names.indexOf(text.toLowerCase(Locale.ROOT));
          return index < 0 ? new Bad<>(expected) : new Good<>(values[index]);
        },
        value -> value.name().toLowerCase(Locale.ROOT));
  }

  private static String enumeration(List<String> names) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static Parsed<Boolean> onOrOff(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> new Good<>(true);
      case "false" -> new Good<>(false);
      default -> new Bad<>("true or false");
    };
  }

  private static Parsed<String> username(String text) {
    boolean bad = text.isBlank() || text.codePoints().anyMatch(Character::isISOControl);
    return bad ? new Bad<>("a user name without control characters") : new Good<>(text);
  }

  private static Parsed<Path> file(String text, Path base) {
    if (text.isBlank()) {
      return new Bad<>("the path of a file");
    }
    try {
      return new Good<>(base.resolve(text));
    } catch (InvalidPathException e) {
      return new Bad<>("the path of a file");
    }
  }
}
