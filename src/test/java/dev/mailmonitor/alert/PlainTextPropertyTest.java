package dev.mailmonitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailmonitor.testing.Foreign;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Whatever stands in an alert, it is harmless, as short as promised and still text.
class PlainTextPropertyTest {
  @Provide
  Arbitrary<String> texts() {
    return Foreign.texts(120);
  }

  @Provide
  Arbitrary<String> validTexts() {
    return Foreign.texts(120).filter(Foreign::isValid);
  }

  @Property
  void a_line_is_one_line_of_harmless_text_within_its_limit(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 60) int limit) {
    String line = PlainText.line(text, limit);

    assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(limit);
    assertThat(Foreign.isValid(line)).isTrue();
    assertThat(line.lines().count()).isLessThanOrEqualTo(1);
    assertThat(line.codePoints())
        .noneMatch(Character::isISOControl)
        .noneMatch(point -> Character.getType(point) == Character.FORMAT && point != 0x200D);
  }

  @Property
  void a_line_that_was_cut_is_the_beginning_of_the_whole_one(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 60) int limit) {
    String whole = PlainText.line(text, Integer.MAX_VALUE / 2);
    String line = PlainText.line(text, limit);

    if (whole.codePointCount(0, whole.length()) <= limit) {
      assertThat(line).isEqualTo(whole);
      return;
    }
    assertThat(line).endsWith(PlainText.ELLIPSIS);
    assertThat(whole).startsWith(line.substring(0, line.length() - 1));
  }

  @Property
  void a_text_cut_to_bytes_is_its_valid_beginning_within_the_limit(
      @ForAll("validTexts") String text, @ForAll @IntRange(min = 0, max = 200) int limit) {
    String cut = PlainText.cutToBytes(text, limit);

    assertThat(PlainText.utf8Length(cut)).isLessThanOrEqualTo(limit);
    assertThat(Foreign.isValid(cut)).isTrue();
    if (PlainText.utf8Length(text) <= limit) {
      assertThat(cut).isEqualTo(text);
    } else if (!cut.isEmpty()) {
      assertThat(cut).endsWith(PlainText.ELLIPSIS);
      assertThat(text).startsWith(cut.substring(0, cut.length() - 1));
    }
  }
}
