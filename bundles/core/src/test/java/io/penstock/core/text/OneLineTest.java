package io.penstock.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void hasNoControlCharacters() {
        assertThat(OneLine.of("a\u0000\u001b\u007f\u0080\u0085\u009b\u009fz\u00a0", '?')).isEqualTo("a???????z\u00a0");
        assertThat(OneLine.of("one\r\ntwo\t\u001b[31m", ' ')).isEqualTo("one  two  [31m");
    }

    @Test
    void leavesEverythingElse() {
        assertThat(OneLine.of("", '?')).isEmpty();
        assertThat(OneLine.of("Zoë said: 好 \uD83D\uDE00", '?')).isEqualTo("Zoë said: 好 \uD83D\uDE00");
    }
}
