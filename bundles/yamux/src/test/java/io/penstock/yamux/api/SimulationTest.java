package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.error.PenstockException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Two ends that open, write, consume, finish and reset at random, through carriers of any size: every byte comes once and in order,
 * every stream ends, nothing is left. {@code -Dpenstock.seeds=1000} for a long run.
 */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("penstock.seeds", 25);
    private static final int STEPS = 400;

    @Test
    void everyByteArrivesOnceInOrderAndNothingIsLeft() {
        int whole = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                whole += run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(whole).as("streams that were neither refused nor reset").isGreaterThan(SEEDS);
    }

    private static YamuxSettings settings(SplittableRandom random) {
        return YamuxSettings.defaults().withMaxStreams(1 + random.nextInt(60)).withAcceptBacklog(1 + random.nextInt(30))
                .withSending(1 + random.nextInt(20_000), 1 + random.nextInt(100_000));
    }

    /** @return how many streams came whole, each way */
    private static int run(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Pair pair = new Pair(settings(random), settings(random), 1 + random.nextInt(100_000))) {
            pair.burst = 1 + random.nextInt(100_000);
            Map<Long, Actor> clients = new HashMap<>();
            Map<Long, Actor> servers = new HashMap<>();
            accept(pair, pair.client, random, 0, clients);
            accept(pair, pair.server, random, 1, servers);
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(8) == 0) {
                    open(pair, pair.client, random, 0, clients);
                    open(pair, pair.server, random, 1, servers);
                }
                actOne(random, clients);
                actOne(random, servers);
                if (random.nextInt(3) == 0) {
                    pair.step();
                }
                pair.loop.advance(Duration.ofMillis(random.nextInt(5)));
            }
            conclude(pair, clients, servers);
            return compare(clients, servers) + compare(servers, clients);
        }
    }

    private static void accept(Pair pair, Pair.End end, SplittableRandom random, int salt, Map<Long, Actor> actors) {
        end.acceptor = stream -> {
            Actor actor = new Actor(pair, random, salt).on(stream);
            actors.put(stream.id(), actor);
            return actor;
        };
    }

    private static void open(Pair pair, Pair.End end, SplittableRandom random, int salt, Map<Long, Actor> actors) {
        if (end.session.openStreams() < 40 && random.nextBoolean()) {
            Actor actor = new Actor(pair, random, salt);
            try {
                actor.on(end.session.open(actor));
                actors.put(actor.stream().id(), actor);
            } catch (PenstockException e) {
                assertThat(e.code()).as("%s", end.lost).isEqualTo("yamux.streams");
            }
        }
    }

    private static void actOne(SplittableRandom random, Map<Long, Actor> actors) {
        if (!actors.isEmpty()) {
            List<Actor> all = new ArrayList<>(actors.values());
            all.get(random.nextInt(all.size())).act();
        }
    }

    private static void conclude(Pair pair, Map<Long, Actor> clients, Map<Long, Actor> servers) {
        for (int i = 0; i < 1000 && pair.client.session.openStreams() + pair.server.session.openStreams() > 0; i++) {
            List.copyOf(clients.values()).forEach(Actor::conclude);
            List.copyOf(servers.values()).forEach(Actor::conclude);
            pair.exchange();
        }
        List.copyOf(clients.values()).forEach(Actor::conclude);
        List.copyOf(servers.values()).forEach(Actor::conclude);
        assertThat(pair.client.session.openStreams()).as("streams of the client").isZero();
        assertThat(pair.server.session.openStreams()).as("streams of the server").isZero();
        assertThat(pair.client.lost).isEmpty();
        assertThat(pair.server.lost).isEmpty();
        assertThat(pair.client.session.streams().budget().lent()).isZero();
        assertThat(pair.server.session.streams().heldBytes()).isZero();
    }

    /** What was sent and not reset came, all of it. @return how many streams that are */
    private static int compare(Map<Long, Actor> from, Map<Long, Actor> to) {
        int whole = 0;
        for (Map.Entry<Long, Actor> entry : from.entrySet()) {
            long id = entry.getKey();
            Actor sender = entry.getValue();
            Actor receiver = to.get(id);
            if (receiver == null) {
                assertThat(sender.reset).as("stream %s was refused or reset", id).isTrue();
            } else if (!sender.reset && !receiver.reset) {
                assertThat(receiver.received).as("bytes of stream %s", id).isEqualTo(sender.sent);
                assertThat(receiver.finishedByPeer).isTrue();
                whole++;
            }
        }
        return whole;
    }
}
