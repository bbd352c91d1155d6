package io.penstock.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.time.Duration;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({"512B,512", "64KiB,65536", "1.5MiB,1572864", "10MB,10000000", "2 gib,2147483648", "0B,0",
        "9223372036854775807B,9223372036854775807"})
    void readsSizes(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(ByteSize.parse(ByteSize.parse(text).toString()).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "KiB", "64 XiB", "-1B", "1e3B", "9223372036854775808B", "99999999TiB", "1B 2B"})
    void refusesSizesWithoutAKnownUnitOrOutOfRange(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(PenstockException.class).hasMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource({"30s,PT30S", "250ms,PT0.25S", "1h 30m,PT1H30M", "1h30m,PT1H30M", "2 days,PT48H", "1w,PT168H", "0s,PT0S",
        "1.5s,PT1.5S", "7ns,PT0.000000007S", "3µs,PT0.000003S"})
    void readsDurations(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
        assertThat(Durations.parse(Durations.format(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "30 parsecs", "1month", "-1s", "1s;", "400000w", "1s x"})
    void refusesDurationsWithoutAKnownUnitOrOutOfRange(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(PenstockException.class);
    }

    @ParameterizedTest
    @CsvSource({"10/s,10/s", "600/m,600/m", "5/100ms,5/100ms", "1 / 1s,1/s"})
    void readsRates(String text, String shown) {
        assertThat(Rate.parse(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10/", "/s", "0/s", "-1/s", "x/s", "1/0s", "1/year"})
    void refusesRatesThatAreNone(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(PenstockException.class);
    }

    @Test
    void aSecretNeverPrints() {
        Secret secret = Secret.of("hunter2");
        assertThat(secret + String.format("%s", secret)).doesNotContain("hunter2");
        assertThat(secret).isEqualTo(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter3"));
        assertThat(secret.reveal()).isEqualTo("hunter2");
    }

    @Test
    void namesThePlaceThatIsNotUtf8() {
        byte[] good = "näme: 𝄞\n".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8Text.decode("a.yaml", good)).isEqualTo("näme: 𝄞\n");
        byte[] bad = "name: x\ntext: 𝄞n\u00e4h\n".getBytes(StandardCharsets.UTF_8);
        byte[] latin = "name: x\ntext: n\u00e4h\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Utf8Text.decode("a.yaml", latin)).isInstanceOf(PenstockException.class)
                .hasMessage("a.yaml:2:8: not UTF-8 (byte 0xE4); expected a text that is saved as UTF-8");
        byte[] cut = Arrays.copyOf(bad, 17);
        assertThatThrownBy(() -> Utf8Text.decode("a.yaml", cut)).hasMessageStartingWith("a.yaml:2:7: not UTF-8");
    }

    @Test
    void tellsTextsThatHoldHalfACharacterPair() {
        for (String text : new String[] {"\ud800", "\udc00\ud800", "a\ud83dx", "\udc00", "\ud800\ud800\udc00"}) {
            assertThat(Utf8Text.isUnicode(text)).isFalse();
        }
        for (String text : new String[] {"", "n\u00e4h", "a\ud83d\ude00", "\ud83d\ude00\ud83d\ude00z"}) {
            assertThat(Utf8Text.isUnicode(text)).isTrue();
        }
    }
}
