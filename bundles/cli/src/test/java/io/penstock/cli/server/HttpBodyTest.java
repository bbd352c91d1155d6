package io.penstock.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpBodyTest {
    private static final Map<String, String> CHUNKED = Map.of("transfer-encoding", "chunked");

    private static HttpBody body(String text) {
        return new HttpBody(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsALineAndABodyOfAKnownLength() throws IOException {
        HttpBody body = body("HTTP/1.1 200 OK\r\nhäl");
        assertThat(body.line()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(body.text(Map.of("content-length", "4"))).isEqualTo("häl");
    }

    @Test
    void readsABodyInChunks() throws IOException {
        HttpBody body = body("4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\nTrailer: a\r\n\r\nnext");
        assertThat(body.text(CHUNKED)).isEqualTo("Wikipedia");
        assertThatThrownBy(body::line).as("what follows is left").isInstanceOf(EOFException.class);
    }

    @Test
    void takesNoHalfForAWhole() {
        for (String cut : new String[] {"4\r\nWi", "4\r\nWiki\r\n", "4", ""}) {
            assertThatThrownBy(() -> body(cut).text(CHUNKED)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> body("ab").text(Map.of("content-length", "3"))).isInstanceOf(EOFException.class);
    }

    @Test
    void refusesWhatIsTooLongOrNoLength() {
        assertThatThrownBy(() -> body("x".repeat(20_000) + "\n").line()).hasMessageContaining("bytes");
        assertThatThrownBy(() -> body("").text(Map.of("content-length", "99999999999"))).hasMessageContaining("at most");
        assertThatThrownBy(() -> body("zz\r\n").text(CHUNKED)).hasMessageContaining("chunk");
    }
}
