package io.penstock.core.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    @Test
    void givesTheSameLinesWhereverTheBytesAreSplit() {
        byte[] bytes = "one\r\n\ntwö ends\nlast".getBytes(UTF_8);
        for (int a = 0; a <= bytes.length; a++) {
            for (int b = a; b <= bytes.length; b++) {
                assertThat(lines(100, bytes, a, b)).as("split at %d, %d", a, b)
                        .containsExactly("one", "", "twö ends", "last");
            }
        }
    }

    @Test
    void givesALongLineInPiecesOfTheLimit() {
        byte[] bytes = "abcdefg\nabcdef\nx\n".getBytes(UTF_8);
        for (int a = 0; a <= bytes.length; a++) {
            assertThat(lines(3, bytes, a, a)).as("split at %d", a)
                    .containsExactly("abc", "def", "g", "abc", "def", "x");
        }
    }

    @Test
    void replacesWhatIsNotUtf8() {
        assertThat(lines(9, new byte[] {'a', (byte) 0xff, '\n'}, 1, 1)).containsExactly("a\uFFFD");
    }

    @Test
    void givesNothingForNothing() {
        assertThat(lines(9, new byte[0], 0, 0)).isEmpty();
    }

    private static List<String> lines(int limit, byte[] bytes, int a, int b) {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(limit, UTF_8, lines::add);
        splitter.feed(bytes, 0, a);
        splitter.feed(bytes, a, b);
        splitter.feed(bytes, b, bytes.length);
        splitter.end();
        return lines;
    }
}
