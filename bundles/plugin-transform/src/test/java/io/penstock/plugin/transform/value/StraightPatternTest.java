package io.penstock.plugin.transform.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StraightPatternTest {
    private static final String[] PIECES = {"a", "b", "-", " ", "\"", "\\.", "\\\\", "\\t", ".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S",
        "[ab]", "[^a]", "[^\"]", "[a-c]", "[^a-c\\d]", "[-a]", "[a-]", "[\\w.-]", "[\\S]", "[^\\s]", "[.^]", "[]a]", "[a&&b]", "[[a]b]",
        "é", "[é]", "\\b", "(?:a)", "(b)", "|", "^", "$", "(?=a)", "\\1", "[--a]", "[a-\\d]", "(?i)"};
    private static final String[] QUANTIFIERS = {"", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,}", "*+", "++", "?+", "+?", "*?", "{2}+"};
    private static final String[] CHARS = {"a", "b", "c", "a", "b", "1", "9", " ", "-", "\"", ".", "\\", "\t", "\n", "\r", "é", "€", "\u0085",
        "\u2028", "\ud83d\ude00", "\ud83d", "\u0130"};

    private static String patternOf(SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "^" : "");
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            String piece = PIECES[random.nextInt(PIECES.length)] + QUANTIFIERS[random.nextInt(QUANTIFIERS.length)];
            switch (random.nextInt(5)) {
                case 0 -> text.append("(?<n").append(i).append('>').append(piece).append(')');
                case 1 -> text.append('(').append(piece).append(')').append(random.nextInt(4) == 0 ? "*" : "");
                default -> text.append(piece);
            }
        }
        return text.append(random.nextInt(4) == 0 ? "$" : "").toString();
    }

    private static String inputOf(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(CHARS[random.nextInt(CHARS.length)]);
        }
        return text.toString();
    }

    private static Optional<Pattern> compiled(String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    @Test
    void whatItFindsIsWhatTheMatcherFinds() {
        SplittableRandom random = new SplittableRandom(20261120);
        int straight = 0;
        int found = 0;
        for (int i = 0; i < 40_000; i++) {
            Optional<Pattern> pattern = compiled(patternOf(random));
            Optional<StraightPattern> ours = pattern.flatMap(StraightPattern::of);
            for (int j = 0; ours.isPresent() && j < 10; j++) {
                straight++;
                found += agree(pattern.get(), ours.get(), inputOf(random)) ? 1 : 0;
            }
        }
        assertThat(straight).isGreaterThan(50_000);
        assertThat(found).isGreaterThan(10_000);
    }

    private static boolean agree(Pattern pattern, StraightPattern ours, String input) {
        if (!ours.find(input)) {
            return false;
        }
        Matcher matcher = pattern.matcher(input);
        assertThat(matcher.find()).as("%s finds %s", pattern, input).isTrue();
        for (int group = 0; group <= matcher.groupCount(); group++) {
            assertThat(new int[] {ours.start(group), ours.end(group)}).as("group %d of %s in %s", group, pattern, input)
                    .containsExactly(matcher.start(group), matcher.end(group));
        }
        return true;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "^(?<ip>\\S+) \\S+ \\[(?<ts>[^\\]]+)\\] \"(?<method>\\S+) (?<path>\\S+)[^\"]*\" (?<status>\\d+) ~ 10.0.0.1 - [now] \"GET /a HTTP/1.1\" 200 5",
        "(?<key>[\\w.-]+)=(?<value>.*)$ ~ a.b-c=d e",
        "(\\d{4})-(\\d{1,2})(?:T) ~ 2026-1T"})
    void takesTheWayOfOrdinaryPatterns(String pattern, String input) {
        Pattern compiled = Pattern.compile(pattern.strip());
        assertThat(agree(compiled, StraightPattern.of(compiled).orElseThrow(), input)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a|b", "a+?", "(a)*", "(?i)a", "(?=a)", "(?<=a)b", "\\ba", "\\p{L}", "[a&&b]", "[[a]b]", "\\1", "a$b", "a^", "\\Qa\\E", "é", "a{2}{3}"})
    void refusesWhatIsNotStraight(String pattern) {
        assertThat(compiled(pattern).flatMap(StraightPattern::of)).isEmpty();
    }

    @Test
    void saysNothingWhenTheFirstWayLeadsNowhere() {
        Pattern pattern = Pattern.compile("^(\\S+)\"");
        assertThat(StraightPattern.of(pattern).orElseThrow().find("GET\"")).isFalse();
        GuardedPattern guarded = new GuardedPattern(pattern);
        assertThat(guarded.findFirst("GET\"")).isTrue();
        assertThat(guarded.group(1)).isEqualTo("GET");
    }

    @Test
    void groupsAreThoseOfTheLastInput() {
        GuardedPattern guarded = new GuardedPattern(Pattern.compile("(\\d+) (\\w+)"));
        assertThat(guarded.findFirst("12 ab")).isTrue();
        assertThat(guarded.group(2)).isEqualTo("ab");
        assertThat(guarded.findFirst("x 34 cd")).isTrue();
        assertThat(guarded.group(1)).isEqualTo("34");
        assertThat(guarded.start()).isEqualTo(2);
        assertThat(guarded.findFirst("5 e")).isTrue();
        assertThat(guarded.end()).isEqualTo(3);
        assertThat(guarded.findFirst("none")).isFalse();
    }
}
