package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.itest.OpeningClients.Tally;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Connections are opened without a pause, some 200 a second, while agents are asked to connect anew and while the gateway and
 * the agent are restarted: none that the gateway has taken fails. Two rounds; {@code -Dpenstock.drains=20} for the long run.
 */
class TunnelDrainIT {
    private static final int DRAINS = Integer.getInteger("penstock.drains", 2);
    private static final int CLIENTS = 4;
    /** Opens before each step and after it. */
    private static final long OPENS = 200;

    private final PlainTarget target = PlainTarget.echo();
    private final TunnelHomes homes = new TunnelHomes();
    private final int port = homes.listener(target.address());

    TunnelDrainIT() throws Exception {
        homes.agentConnects(homes.port, "allow = [\"" + target.address() + "\"]");
    }

    @AfterEach
    void endsTheTarget() throws Exception {
        target.close();
    }

    @Test
    void agentsConnectAnewWithoutAFailedOpen() throws Exception {
        try (StartedProcess gateway = homes.startGateway(); StartedProcess agent = homes.startAgent()) {
            homes.answers().awaitOnline();
            try (OpeningClients clients = new OpeningClients(port, CLIENTS); Socket long1 = longStream()) {
                for (int i = 0; i < DRAINS; i++) {
                    clients.awaitMore(OPENS);
                    homes.answers().drain();
                }
                clients.awaitMore(OPENS);
                answers(long1);
                Tally tally = clients.stop();
                assertThat(tally.failed()).as(clients.lastFailure()).isZero();
                assertThat(tally.refused()).isZero();
                System.out.println("tunnel: " + DRAINS + " drains under " + tally);
            }
            homes.answers().awaitNoStreams();
        }
    }

    @Test
    void theGatewayIsRestartedWithoutAFailedOpen() throws Exception {
        try (StartedProcess agent = homes.startAgent(); OpeningClients clients = new OpeningClients(port, CLIENTS)) {
            for (int i = 0; i < DRAINS; i++) {
                try (StartedProcess gateway = homes.startGateway()) {
                    clients.awaitMore(OPENS);
                    gateway.terminate();
                    assertThat(gateway.awaitExit()).as(gateway.said()).isZero();
                }
            }
            try (StartedProcess gateway = homes.startGateway()) {
                clients.awaitMore(OPENS);
                Tally tally = clients.stop();
                everythingTheGatewayTookWasServed(tally);
                System.out.println("tunnel: " + DRAINS + " restarts of the gateway under " + tally);
            }
        }
    }

    /**
     * A connection that the system made and the gateway had not taken when it closed its port is reset by the system: a client
     * cannot tell that from a failure, the records can.
     */
    private void everythingTheGatewayTookWasServed(Tally tally) throws InterruptedException {
        Eventually.holds("there is a record of each of " + tally.opened(), () -> homes.answers().audit().size() >= tally.opened(),
                () -> homes.answers().audit().size());
        assertThat(homes.answers().audit()).hasSize((int) tally.opened())
                .allSatisfy(row -> assertThat(row.get("reason")).isEqualTo("FINISHED"));
        assertThat(tally.failed()).as("reset by the system as a port was closed").isLessThanOrEqualTo((long) DRAINS * CLIENTS);
    }

    @Test
    void theAgentIsRestartedWithoutAFailedOpen() throws Exception {
        try (StartedProcess gateway = homes.startGateway(); OpeningClients clients = new OpeningClients(port, CLIENTS)) {
            for (int i = 0; i < DRAINS; i++) {
                try (StartedProcess agent = homes.startAgent()) {
                    clients.awaitMore(OPENS);
                    agent.terminate();
                    assertThat(agent.awaitExit()).as(agent.said()).isZero();
                }
            }
            try (StartedProcess agent = homes.startAgent()) {
                clients.awaitMore(OPENS);
                Tally tally = clients.stop();
                assertThat(tally.failed()).as(clients.lastFailure()).isZero();
                System.out.println("tunnel: " + DRAINS + " restarts of the agent under " + tally);
            }
        }
    }

    /** A stream that stays open meanwhile. */
    private Socket longStream() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(OpeningClients.TIMEOUT_MS);
        answers(socket);
        return socket;
    }

    private static void answers(Socket socket) throws Exception {
        socket.getOutputStream().write(42);
        assertThat(socket.getInputStream().read()).isEqualTo(42);
    }
}
