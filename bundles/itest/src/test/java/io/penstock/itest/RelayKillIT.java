package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * An agent relays to a server, and either is killed with {@code kill -9} again and again: what was accepted is stored once,
 * in order. Three kills a test; {@code -Dpenstock.kills=20} for the long run.
 */
class RelayKillIT {
    private static final int KILLS = Integer.getInteger("penstock.kills", 3);
    private static final long EACH_KILL = 60_000;
    private static final String PACE = "rate: 10000/s";
    private static final int LONGEST_LIFE_MS = 1500;
    private static final String RUNS = "Penstock runs";

    private final RelayHomes homes;
    private final Random random = KillLoop.random();

    RelayKillIT() throws Exception {
        homes = new RelayHomes();
    }

    @Test
    void theServerIsKilled() throws Exception {
        homes.send(homes.port, KILLS * EACH_KILL, PACE);
        try (StartedProcess agent = homes.startAgent()) {
            for (int i = 0; i < KILLS; i++) {
                try (StartedProcess server = homes.startServer()) {
                    liveAWhile(server, i % 4 == 3);
                }
            }
            assertThat(agent.isAlive()).as("ended by itself: " + agent.said()).isTrue();
            try (StartedProcess server = homes.startServer()) {
                everythingIsStoredOnceAndInOrder();
            }
        }
    }

    @Test
    void theAgentIsKilled() throws Exception {
        homes.send(homes.port, KILLS * EACH_KILL, PACE);
        try (StartedProcess server = homes.startServer()) {
            for (int i = 0; i < KILLS; i++) {
                try (StartedProcess agent = homes.startAgent()) {
                    liveAWhile(agent, i % 4 == 3);
                }
            }
            assertThat(server.isAlive()).as("ended by itself: " + server.said()).isTrue();
            try (StartedProcess agent = homes.startAgent()) {
                everythingIsStoredOnceAndInOrder();
            }
        }
    }

    /** @param briefly whether its life may end while it starts */
    private void liveAWhile(StartedProcess process, boolean briefly) throws InterruptedException {
        if (!briefly) {
            process.awaitSaid(RUNS);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MS));
        assertThat(process.isAlive()).as("ended by itself: " + process.said()).isTrue();
    }

    private void everythingIsStoredOnceAndInOrder() throws Exception {
        long stored = homes.stored();
        homes.send(homes.port, KILLS * EACH_KILL, "");
        homes.awaitStored(KILLS * EACH_KILL);
        assertThat(homes.stored()).isEqualTo(KILLS * EACH_KILL);
        assertThat(homes.repeated()).isZero();
        assertThat(homes.disordered()).isZero();
        assertThat(homes.strangers()).isZero();
        System.out.println("relay: " + KILLS + " kills under " + stored + " of " + KILLS * EACH_KILL + " measurements");
    }
}
