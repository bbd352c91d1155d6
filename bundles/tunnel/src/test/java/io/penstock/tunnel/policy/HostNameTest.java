package io.penstock.tunnel.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    @ParameterizedTest
    @CsvSource({"db.internal, db.internal", "DB.Internal., db.internal", "my_db, my_db", "bücher.example, xn--bcher-kva.example",
            "BÜCHER.example., xn--bcher-kva.example", "db。internal, db.internal", "a--b, a--b", "localhost., localhost"})
    void namesHaveOneSpelling(String written, String expected) {
        HostName host = HostName.parse(written);
        assertThat(host.text()).isEqualTo(expected);
        assertThat(host.address()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, 10.1.2.3", "10.1.2.3., 10.1.2.3", "[::1], [::1]", "::1, [::1]", "[0:0:0:0:0:0:0:1], [::1]",
            "FD00::00A1, [fd00::a1]", "[::ffff:10.1.2.3], 10.1.2.3", "::ffff:a01:203, 10.1.2.3", "１２７.0.0.1, 127.0.0.1"})
    void addressesHaveOneSpelling(String written, String expected) {
        HostName host = HostName.parse(written);
        assertThat(host).hasToString(expected);
        assertThat(host.address()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a..b", "-a", "a-", "a b", "a\u0000b", "a/b", "a@b", "db.internal..", "[db.internal]", "[]",
            "[10.1.2.3]", "fe80::1%eth0", "1:2", "*.db", "2130706433", "127.1", "0x7f.1", "0x7f000001", "010.0.0.1", "10.0.0.256", "1.2.3.4.5"})
    void whatResolversWouldTakeForSomethingElseIsRefused(String written) {
        assertThatThrownBy(() -> HostName.parse(written)).isInstanceOf(PenstockException.class)
                .extracting("code").isEqualTo("tunnel.host");
    }

    @Test
    void namesThatAreTooLongAreRefused() {
        assertThatThrownBy(() -> HostName.parse("a".repeat(64))).isInstanceOf(PenstockException.class);
        assertThatThrownBy(() -> HostName.parse("abcd.".repeat(60) + "com")).isInstanceOf(PenstockException.class);
        assertThat(HostName.parse("a".repeat(63) + ".example").address()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db", "db:", ":5432", "db:0", "db:65536", "db:x", "db:-1", "::1:5432", "fd00::1", "db:5432:1", "db:5 432"})
    void aTargetIsAHostAndAPort(String written) {
        assertThatThrownBy(() -> TargetAddress.parse(written)).isInstanceOf(PenstockException.class);
    }

    @ParameterizedTest
    @CsvSource({"Db.Internal.:5432, db.internal:5432", "[::1]:1, [::1]:1", "[::ffff:1.2.3.4]:65535, 1.2.3.4:65535"})
    void targetsHaveOneSpelling(String written, String expected) {
        assertThat(TargetAddress.parse(written)).hasToString(expected);
    }
}
