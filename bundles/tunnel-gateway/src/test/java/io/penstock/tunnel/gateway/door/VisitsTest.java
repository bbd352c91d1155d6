package io.penstock.tunnel.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.time.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VisitsTest {
    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final Visits visits = new Visits(clock);

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @Test
    void anAddressThatFailsTooOftenMustWaitForTheMinutesEnd() throws Exception {
        assertThat(visits.failed(address("10.0.0.1"))).isTrue();
        for (int i = 1; i < Visits.MAX_FAILURES_PER_MINUTE; i++) {
            assertThat(visits.came(address("10.0.0.1"))).isTrue();
            assertThat(visits.failed(address("10.0.0.1"))).isFalse();
        }
        assertThat(visits.came(address("10.0.0.1"))).isFalse();
        assertThat(visits.came(address("10.0.0.2"))).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(visits.came(address("10.0.0.1"))).isTrue();
    }

    @Test
    void whatMayBeNobodysFaultClosesNoDoor() throws Exception {
        assertThat(visits.odd(address("10.0.0.1"))).isTrue();
        for (int i = 0; i < Visits.MAX_FAILURES_PER_MINUTE; i++) {
            assertThat(visits.odd(address("10.0.0.1"))).isFalse();
        }
        assertThat(visits.came(address("10.0.0.1"))).isTrue();
    }

    @Test
    void anIpv6NetworkCountsAsOneAddress() throws Exception {
        for (int i = 0; i < Visits.MAX_FAILURES_PER_MINUTE; i++) {
            visits.failed(address("2001:db8::" + i));
        }
        assertThat(visits.came(address("2001:db8::ffff"))).isFalse();
        assertThat(visits.came(address("2001:db8:0:1::1"))).isTrue();
    }

    @Test
    void tooManyArrivalsMustWaitToo() throws Exception {
        for (int i = 0; i < Visits.MAX_ARRIVALS_PER_MINUTE; i++) {
            assertThat(visits.came(address("10.0.0.1"))).isTrue();
        }
        assertThat(visits.came(address("10.0.0.1"))).isFalse();
    }
}
