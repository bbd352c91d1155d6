package io.penstock.tunnel.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private static InetAddress at(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @Test
    void familiesTakeTurnsAndKeepTheirOrder() throws UnknownHostException {
        List<InetAddress> found = List.of(at("10.0.0.1"), at("10.0.0.2"), at("10.0.0.3"), at("fd00::1"), at("fd00::2"));
        assertThat(Addresses.interleaved(found))
                .containsExactly(at("fd00::1"), at("10.0.0.1"), at("fd00::2"), at("10.0.0.2"), at("10.0.0.3"));
    }

    @Test
    void noMoreThanTheLimitAreTried() throws UnknownHostException {
        List<InetAddress> many = new ArrayList<>(Collections.nCopies(1000, at("10.0.0.1")));
        assertThat(Addresses.interleaved(many)).hasSize(Addresses.MAX_TRIED);
    }
}
