package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Either end of a tunnel is killed with {@code kill -9} again and again while clients work through it: it comes back by
 * itself, and no session of the database is left behind. Three kills a test; {@code -Dpenstock.kills=20} for the long run.
 */
class TunnelKillIT {
    private static final int KILLS = Integer.getInteger("penstock.kills", 3);
    private static final int CLIENTS = 6;
    private static final int LONGEST_LIFE_MS = 1500;

    private final Postgres postgres = new Postgres();
    private final TunnelHomes homes = new TunnelHomes();
    private final int port = homes.listener(postgres.address());
    private final Random random = KillLoop.random();

    TunnelKillIT() throws Exception {
        homes.agentConnects(homes.port, "allow = [\"" + postgres.address() + "\"]");
    }

    @AfterEach
    void endsTheDatabase() throws Exception {
        postgres.close();
    }

    @Test
    void theAgentIsKilled() throws Exception {
        try (StartedProcess gateway = homes.startGateway(); WorkingClients clients = new WorkingClients(port, CLIENTS)) {
            killAgainAndAgain(homes::startAgent, clients);
            try (StartedProcess agent = homes.startAgent()) {
                workAWhile(clients);
                clients.stop();
                nothingIsLeft();
                everyStreamIsOnRecordOnce(clients);
            }
            tell("agent", clients);
            assertThat(gateway.isAlive()).as("ended by itself: " + gateway.said()).isTrue();
        }
    }

    @Test
    void theGatewayIsKilled() throws Exception {
        try (StartedProcess agent = homes.startAgent(); WorkingClients clients = new WorkingClients(port, CLIENTS)) {
            killAgainAndAgain(homes::startGateway, clients);
            try (StartedProcess gateway = homes.startGateway()) {
                workAWhile(clients);
                clients.stop();
                nothingIsLeft();
                noStreamIsOnRecordTwice();
            }
            tell("gateway", clients);
            assertThat(agent.isAlive()).as("ended by itself: " + agent.said()).isTrue();
        }
    }

    /** Each life but the first begins at once, while the other end still hopes for the one before. */
    private void killAgainAndAgain(Callable<StartedProcess> start, WorkingClients clients) throws Exception {
        List<Long> former = List.of();
        for (int i = 0; i < KILLS; i++) {
            try (StartedProcess process = start.call()) {
                workAWhile(clients);
                areGone(former);
                former = postgres.backends();
            }
        }
        try (StartedProcess process = start.call()) {
            workAWhile(clients);
            areGone(former);
        }
    }

    private void areGone(List<Long> backends) throws InterruptedException {
        Eventually.holds("sessions of a life before are gone", () -> postgres.backends().stream().noneMatch(backends::contains));
    }

    private static void tell(String which, WorkingClients clients) {
        System.out.println("tunnel: " + (KILLS + 1) + " kills of the " + which + " under " + clients.queries() + " queries of "
                + clients.connections() + " sessions, " + clients.failures() + " attempts failed meanwhile");
    }

    /** Until both ends say they are well and queries have been answered since, and a while longer. */
    private void workAWhile(WorkingClients clients) throws InterruptedException {
        homes.answers().awaitOnline();
        long before = clients.queries();
        Eventually.holds("queries are answered again", () -> clients.queries() > before + CLIENTS, clients::lastFailure);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MS));
    }

    private void nothingIsLeft() throws InterruptedException {
        Eventually.holds("the database's sessions are gone", () -> postgres.sessions() == 0);
        homes.answers().awaitNoStreams();
    }

    private void everyStreamIsOnRecordOnce(WorkingClients clients) throws InterruptedException {
        Eventually.holds("there is a record for each of " + clients.attempts() + " connections",
                () -> homes.answers().audit().size() >= clients.attempts(), () -> homes.answers().audit().size());
        assertThat(homes.answers().audit()).extracting(row -> row.get("stream")).doesNotHaveDuplicates()
                .hasSize((int) clients.attempts());
    }

    private void noStreamIsOnRecordTwice() {
        Map<String, Long> times = homes.answers().audit().stream()
                .collect(Collectors.groupingBy(row -> row.get("stream") + " begun " + row.get("began"), Collectors.counting()));
        assertThat(times).isNotEmpty();
        assertThat(times.values()).allMatch(count -> count == 1);
    }
}
