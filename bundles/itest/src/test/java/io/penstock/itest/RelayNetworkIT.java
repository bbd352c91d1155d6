package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.itest.FaultProxy.Fault;
import org.junit.jupiter.api.Test;

/** An agent relays to a server over a network that misbehaves: what was accepted is stored once, in order. */
class RelayNetworkIT {
    /** More than there is time for before the last fault. */
    private static final long COUNT = 1_500_000;
    private static final long BETWEEN_FAULTS = 20_000;

    private final RelayHomes homes;

    RelayNetworkIT() throws Exception {
        homes = new RelayHomes();
    }

    @Test
    void acknowledgementsThatGetLostRepeatNothing() throws Exception {
        relayThrough(Fault.DEAF_CLIENT);
    }

    @Test
    void connectionsThatEndAtAnyByteLoseNothing() throws Exception {
        relayThrough(Fault.CUT);
    }

    @Test
    void aSilentPeerIsNoticedAndNothingIsLost() throws Exception {
        relayThrough(Fault.STALL);
    }

    private void relayThrough(Fault fault) throws Exception {
        try (FaultProxy proxy = new FaultProxy(homes.port, KillLoop.random());
                StartedProcess server = homes.startServer();
                StartedProcess agent = homes.startAgent()) {
            homes.send(proxy.port(), COUNT, "rate: 20000/s");
            for (int i = 0; i < 3; i++) {
                homes.awaitStored(homes.stored() + BETWEEN_FAULTS);
                misbehave(proxy, fault, server);
            }
            homes.send(proxy.port(), COUNT, "");
            homes.awaitStored(COUNT);
            assertThat(agent.isAlive()).as(agent.said()).isTrue();
        }
        assertThat(homes.stored()).isEqualTo(COUNT);
        assertThat(homes.repeated()).isZero();
        assertThat(homes.disordered()).isZero();
    }

    /** Until the client has tried anew, so has noticed. */
    private static void misbehave(FaultProxy proxy, Fault fault, StartedProcess server) throws Exception {
        long before = proxy.connections();
        proxy.fault(fault);
        try {
            Eventually.holds("the client connects anew under " + fault + "; the server said " + server.said(),
                    () -> proxy.connections() > before + (fault == Fault.CUT ? 5 : 0));
        } finally {
            proxy.fault(Fault.NONE);
        }
    }
}
