package io.penstock.pipes.lang;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.pipes.api.Finding;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Breaks pipes at random. Run ten thousand with {@code -Dpenstock.mutations=10000}; a failure names its seed. */
class MutationTest {
    private static final int MUTATIONS = Integer.getInteger("penstock.mutations", 300);
    private static final String[] PIECES = {"{", "}", "[", "]", ":", ": ", ",", "\"", "'", "\n", "\n  ", "- ", "&a ", "*a ",
        "!!x ", "|", ">", "{{ x }}", "{{", "${secret.x}", "${", "%", "@", "#", "?", "~", "\t", "\0", "\uD800", "😀", "on", "0x",
        "1e999", "from: ", "id: ", "<<: ", "---\n", "...\n", "name", "-1", "99999999999999999999", "cron: '* * * * *'", "&&", "(",
        ".matches('((a+)+')", "\\", "\u0085", "\uFEFF"};

    private final String[] samples = {PipeLanguageTest.sample("long.yaml"), PipeLanguageTest.sample("short.yaml"),
        PipeLanguageTest.sample("whole.json")};

    @Test
    @Timeout(120)
    void noMutationEscapesAndEveryRefusalNamesAPlace() {
        PipeLanguage language = new PipeLanguage(SamplePlugins.catalog(), PipeLanguageTest.LINT);
        for (int seed = 0; seed < MUTATIONS; seed++) {
            String text = mutated(seed);
            int lines = (int) text.chars().filter(c -> c == '\n' || c == '\r' || c == 0x85 || c == 0x2028).count() + 2;
            PipeLanguage.Compiled compiled;
            try {
                compiled = language.compile(text, "mutant");
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + "\n" + text, e);
            }
            check(seed, text, lines, compiled);
        }
    }

    private static void check(int seed, String text, int lines, PipeLanguage.Compiled compiled) {
        List<Finding> findings = compiled.findings();
        if (compiled.definition().isEmpty()) {
            assertThat(compiled.errors()).as("seed %d: refused without a reason", seed).isNotEmpty();
        }
        for (Finding finding : findings) {
            assertThat(finding.line()).as("seed %d: %s in\n%s", seed, finding, text).isBetween(1, lines);
            assertThat(finding.column()).as("seed %d: %s", seed, finding).isPositive();
            assertThat(finding.message()).as("seed %d: %s", seed, finding).isNotBlank();
            assertThat(finding.code()).as("seed %d: %s", seed, finding).matches("[a-z]+\\.[a-z-]+");
        }
    }

    private String mutated(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(samples[random.nextInt(samples.length)]);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            mutate(text, random);
        }
        return text.toString();
    }

    private static void mutate(StringBuilder text, SplittableRandom random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 8));
        switch (random.nextInt(6)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
            case 2 -> text.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
            case 3 -> text.insert(at, text.substring(at, end));
            case 4 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
            default -> {
                if (at < text.length()) {
                    text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65536));
                }
            }
        }
    }
}
