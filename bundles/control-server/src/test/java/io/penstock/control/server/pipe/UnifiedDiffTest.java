package io.penstock.control.server.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A diff says how to come from one text to the other. */
class UnifiedDiffTest {
    @Test
    void isEmptyForEqualTexts() {
        assertThat(UnifiedDiff.of("1", "a\nb\n", "2", "a\nb\n")).isEmpty();
    }

    @Test
    void showsWhatChangedWithThreeLinesAround() {
        assertThat(UnifiedDiff.of("1", "a\nb\nc\nd\ne\nf\ng\n", "2", "a\nb\nc\nd\nE\nf\ng\n")).isEqualTo(
                "--- 1\n+++ 2\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n \n");
    }

    /** Applied to the first text, whatever the diff says yields the second. */
    @Test
    void leadsFromOneTextToTheOther() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            String from = text(random);
            String to = text(random);
            assertThat(patched(from, UnifiedDiff.of("1", from, "2", to))).as("from\n%s\nto\n%s", from, to).isEqualTo(to);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int line = random.nextInt(30); line > 0; line--) {
            text.append((char) ('a' + random.nextInt(4))).append('\n');
        }
        return text.toString();
    }

    private static String patched(String from, String diff) {
        if (diff.isEmpty()) {
            return from;
        }
        List<String> lines = List.of(from.split("\n", -1));
        List<String> out = new ArrayList<>();
        int at = 0;
        for (String line : diff.substring(0, diff.length() - 1).split("\n", -1)) {
            if (line.startsWith("---") || line.startsWith("+++")) {
                continue;
            }
            if (line.startsWith("@@")) {
                String[] range = line.substring(4, line.indexOf(' ', 4)).split(",");
                int start = Integer.parseInt(range[0]) - (range.length > 1 && range[1].equals("0") ? 0 : 1);
                while (at < start) {
                    out.add(lines.get(at++));
                }
            } else if (line.startsWith("+")) {
                out.add(line.substring(1));
            } else {
                assertThat(line.substring(1)).isEqualTo(lines.get(at));
                at++;
                if (line.startsWith(" ")) {
                    out.add(line.substring(1));
                }
            }
        }
        out.addAll(lines.subList(at, lines.size()));
        return String.join("\n", out);
    }
}
