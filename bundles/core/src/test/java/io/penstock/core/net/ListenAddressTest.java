package io.penstock.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"[::1]:50051", "[::]:0", "127.0.0.1:8443", "gw.example.org:65535"})
    void isWrittenAsItIsRead(String text) {
        assertThat(parsed(text)).hasToString(text);
    }

    @Test
    void hostHasNoBrackets() {
        assertThat(parsed("[::1]:50051")).isEqualTo(new ListenAddress("::1", 50_051));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:", ":8443", "[]:8443", "localhost:65536", "localhost:-1", "localhost:x",
        "localhost:123456", "::1:50051"})
    void saysWhatWasExpectedInItsOwnersWords(String text) {
        assertThatThrownBy(() -> parsed(text))
                .hasMessage("expected ADDRESS:PORT, such as \"[::]:8443\", but found \"" + text + "\"")
                .isInstanceOfSatisfying(PenstockException.class, e -> assertThat(e.code()).isEqualTo("some.address"));
    }

    @Test
    void knowsTheAddressOfASocket() throws Exception {
        assertThat(ListenAddress.of(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 80))).hasToString("127.0.0.1:80");
        assertThat(ListenAddress.of(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 80))).hasToString("0.0.0.0:80");
        assertThat(ListenAddress.of(new InetSocketAddress(InetAddress.getByName("::"), 80))).hasToString("[::]:80");
    }

    private static ListenAddress parsed(String text) {
        return ListenAddress.parse(text, "some.address", "\"[::]:8443\"");
    }
}
