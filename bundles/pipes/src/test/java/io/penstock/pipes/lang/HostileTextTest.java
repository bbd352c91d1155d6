package io.penstock.pipes.lang;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.pipes.api.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long texts that are all of one kind; the time limit is there for a hang, not for speed. For texts as long as are read:
 * {@code -Dpenstock.hostile-characters=1048000}.
 */
@Timeout(60)
class HostileTextTest {
    private static final int CHARACTERS = Integer.getInteger("penstock.hostile-characters", 50_000);

    private final PipeLanguage language = new PipeLanguage(SamplePlugins.catalog(), PipeLanguageTest.LINT);

    private List<Finding> findings(String text) {
        List<Finding> findings = language.compile(text, "p").findings();
        assertThat(findings).isNotEmpty().hasSizeLessThanOrEqualTo(Findings.MAX_FINDINGS);
        assertThat(findings).allSatisfy(finding -> assertThat(finding.toString().length()).isLessThan(2000));
        return findings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "[", "]", "{", "- ", "? ", ": ", "a: ", "&a ", "*a ", "!a ", "\"", "'", "|", ">", "#", "%", "\n", " ",
        "\t", "a,", "[]", "{}", "{a: 1},", "- a\n", "? a\n", "a\n", "--- a\n", "...\n", "\\", "[a, ", "{a, ", "{a: [", "'a' ", "<<: ",
        "{{ a }} "})
    void answersWhateverIsRepeated(String piece) {
        findings(piece.repeat(CHARACTERS / piece.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%d: 1\n", "params: {p%d: 1}\n", "? a%d\n"})
    void answersManyKeys(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append(String.format(line, i));
        }
        findings(text.toString());
    }

    @Test
    void answersOneKeyOfAMegabyte() {
        findings("a".repeat(1000) + ": 1\ninput: {" + "b".repeat(100_000) + ": 1}\noutput: keep");
    }

    @Test
    void refusesTooManyNodesInWhateverOrder() {
        StringBuilder text = new StringBuilder("input: tick\noutput: {keep: {}, from: s0}\nsteps:\n");
        for (int i = 0; i < 1500; i++) {
            text.append("- {id: s").append(i).append(", from: ").append(i == 1499 ? "input" : "s" + (i + 1)).append(", filter: 'true'}\n");
        }
        assertThat(findings(text.toString())).extracting(Finding::code).contains("pipe.too-many-nodes");
    }

    @Test
    void readsAsManyNodesAsThereMayBe() {
        StringBuilder text = new StringBuilder("input: tick\noutput: {keep: {}, from: s0}\nsteps:\n");
        int steps = PipeLanguage.MAX_NODES - 2;
        for (int i = 0; i < steps; i++) {
            text.append("- {id: s").append(i).append(", from: ").append(i == steps - 1 ? "input" : "s" + (i + 1))
                    .append(", filter: 'true'}\n");
        }
        assertThat(language.compile(text.toString(), "p").definition()).isPresent();
    }
}
