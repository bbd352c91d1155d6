package io.penstock.control.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/8, 11.0.0.1, false", "192.168.128.0/17, 192.168.255.1, true",
            "192.168.128.0/17, 192.168.127.255, false", "127.0.0.1, 127.0.0.1, true", "127.0.0.1, 127.0.0.2, false",
            "0.0.0.0/0, 8.8.8.8, true", "2001:db8::/33, 2001:db8:7fff::1, true", "2001:db8::/33, 2001:db8:8000::1, false",
            "10.0.0.0/8, ::1, false"})
    void holdsWhatBeginsAlike(String network, String address, boolean held) throws Exception {
        assertThat(Network.parse(network).holds(InetAddress.getByName(address))).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "host", "10.0.0.0/-1", "::/129", "1.2.3", "999.1.1.1"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOfSatisfying(PenstockException.class,
                e -> assertThat(e.code()).isEqualTo("control-server.network"));
    }

    @Test
    void anIpv4AddressInIpv6IsAnIpv4Address() throws Exception {
        assertThat(Network.parse("10.0.0.0/8").holds(InetAddress.getByName("::ffff:10.1.2.3"))).isTrue();
    }
}
