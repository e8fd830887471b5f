package dev.mailmonitor.target;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Blots out secrets wherever they turn up in what another side said, in clear or as SASL, HTTP,
/// IMAP and JSON write them, in upper or lower case, also where the other side has broken them over
/// the lines of a reply: a server may send back what it was sent.
///
/// To be used before a text is cut or cleaned, else a part of a secret could remain.
public final class Redaction {
  private static final String HIDDEN = "(hidden)";

  /// Fewer characters occur by chance; they count only where they stand for themselves.
  private static final int DISTINCTIVE = 4;

  /// A line break with what begins the next line of a reply: an SMTP code (RFC 5321 section 4.2.1)
  /// or an IMAP tag and condition with its code (RFC 3501 section 7.1), then an enhanced status
  /// code (RFC 3463).
  private static final Pattern NEXT_LINE =
      Pattern.compile(
          "\\r?\\n(?:(?:\\d{3}[- ]|[A-Za-z0-9*+]+ (?:OK|NO|BAD|BYE) (?:\\[[^\\]\\n]*] )?)"
              + "(?:\\d\\.\\d{1,3}\\.\\d{1,3} )?)?");

  /// Longest first: a form that contains another one is blotted out whole.
  private final List<String> forms;

  private Redaction(Collection<String> forms) {
    this.forms =
        forms.stream()
            .filter(form -> !form.isBlank())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /// Hides an account's password.
  ///
  /// @param account who logs in with it
  /// @return what hides it
  public static Redaction of(Account account) {
    return of(account.username(), account.password());
  }

  /// Hides a password.
  ///
  /// @param username who logs in with it
  /// @param password the password
  /// @return what hides it
  public static Redaction of(String username, Secret password) {
    String value = password.reveal();
    String plain = "\0" + username + "\0" + value;
    return of(password)
        .and(
            new Redaction(
                value.isEmpty()
                    ? List.of()
                    : List.of(
                        base64(plain), base64(username + plain), base64(username + ":" + value))));
  }

  /// Hides a secret that needs no user.
  ///
  /// @param secret a token or a password
  /// @return what hides it
  public static Redaction of(Secret secret) {
    String value = secret.reveal();
    if (value.isEmpty()) {
      return ofNothing();
    }
    Set<String> forms = new LinkedHashSet<>();
    String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"");
    for (String clear : List.of(value, quoted)) {
      // As it looks where a line was read as Latin-1, and where only ASCII was let through.
      String octets =
          new String(clear.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      forms.add(clear);
      forms.add(octets);
      forms.add(clear.replaceAll("[^\\x20-\\x7e]", "?"));
      forms.add(
          new String(clear.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1));
      forms.add(octets.replaceAll("[^\\x20-\\x7e]", "?"));
    }
    // A line loses the white space at its ends.
    List<String> stripped = forms.stream().map(String::strip).toList();
    forms.addAll(stripped);
    forms.add(base64(value));
    for (int before = 0; before < 3; before++) {
      String inside = base64Inside(value, before);
      if (inside.length() >= DISTINCTIVE) {
        forms.add(inside);
      }
    }
    List<String> ofUrls =
        forms.stream().map(form -> form.replace('+', '-').replace('/', '_')).toList();
    forms.addAll(ofUrls);
    return new Redaction(forms);
  }

  /// Hides nothing.
  public static Redaction ofNothing() {
    return new Redaction(List.of());
  }

  /// Hides what another one hides, too.
  ///
  /// @param other the other one
  /// @return both
  public Redaction and(Redaction other) {
    return new Redaction(Stream.concat(forms.stream(), other.forms.stream()).toList());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// What the secret alone decides of its base64 form, whatever stands before and after it (RFC
  /// 4648 section 4): with 0, 1 or 2 octets before it, for all else repeats.
  private static String base64Inside(String secret, int before) {
    byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
    byte[] shifted = new byte[before + octets.length];
    System.arraycopy(octets, 0, shifted, before, octets.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = (before * 8 + 5) / 6;
    return text.substring(first, Math.max(first, shifted.length * 8 / 6));
  }

  /// A text without secrets. Its line breaks stay where they are.
  ///
  /// @param text anything, one line or several
  /// @return the text, `(hidden)` instead of each secret
  public String apply(String text) {
    StringBuilder redacted = null;
    int copied = 0;
    for (int start = 0; start < text.length(); ) {
      List<int[]> pieces = secretAt(text, start);
      if (pieces.isEmpty()) {
        start++;
        continue;
      }
      if (redacted == null) {
        redacted = new StringBuilder(text.length());
      }
      for (int[] piece : pieces) {
        redacted.append(text, copied, piece[0]).append(HIDDEN);
        copied = piece[1];
      }
      start = copied;
    }
    return redacted == null ? text : redacted.append(text, copied, text.length()).toString();
  }

  /// The pieces, each within a line, of the longest form that begins there; none if none does.
  private List<int[]> secretAt(String text, int start) {
    for (String form : forms) {
      List<int[]> pieces = piecesOf(form, text, start);
      if (!pieces.isEmpty()) {
        return pieces;
      }
    }
    return List.of();
  }

  private static List<int[]> piecesOf(String form, String text, int start) {
    if (!same(text.charAt(start), form.charAt(0))) {
      return List.of();
    }
    List<int[]> pieces = new ArrayList<>();
    int pieceStart = start;
    int at = start;
    for (int index = 0; index < form.length(); ) {
      if (at < text.length() && same(text.charAt(at), form.charAt(index))) {
        if (text.charAt(at) == '\n') {
          addPiece(pieces, pieceStart, at);
          pieceStart = at + 1;
        }
        at++;
        index++;
        continue;
      }
      int next = form.length() < DISTINCTIVE ? at : nextLine(text, at);
      if (next == at) {
        return List.of();
      }
      addPiece(pieces, pieceStart, at);
      pieceStart = next;
      at = next;
    }
    addPiece(pieces, pieceStart, at);
    boolean counts = form.length() >= DISTINCTIVE || standsAlone(text, start, at);
    return counts ? pieces : List.of();
  }

  private static void addPiece(List<int[]> pieces, int start, int end) {
    if (end > start) {
      pieces.add(new int[] {start, end});
    }
  }

  private static int nextLine(String text, int at) {
    if (at >= text.length() || (text.charAt(at) != '\n' && text.charAt(at) != '\r')) {
      return at;
    }
    Matcher matcher = NEXT_LINE.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? matcher.end() : at;
  }

  private static boolean standsAlone(String text, int start, int end) {
    return (start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)))
        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
  }

  /// In another case it is as readable, and with a space in the place of a tab.
  private static boolean same(char one, char other) {
    return one == other
        || (isBlank(one) && isBlank(other))
        || Character.toLowerCase(Character.toUpperCase(one))
            == Character.toLowerCase(Character.toUpperCase(other));
  }

  private static boolean isBlank(char character) {
    return character != '\n' && (character == ' ' || Character.isISOControl(character));
  }
}
