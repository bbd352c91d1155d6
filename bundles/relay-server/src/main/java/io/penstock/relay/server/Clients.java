package io.penstock.relay.server;

import io.penstock.core.batch.Fate;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.InputFeed;
import io.penstock.relay.wire.api.RelayProtocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Every client known: who is connected, and how far each of its epochs has come. What is not in memory is what the pipe's
 * checkpoint says. Thread-safe: under its own lock, taken per connection and per epoch, never per frame.
 */
final class Clients {
    /** Clients remembered in all; of those not connected the longest unseen is forgotten first. */
    static final int MAX_CLIENTS = 10_000;
    /** Epochs remembered in all, well below what a pipe may have partitions. */
    static final int MAX_EPOCHS_IN_ALL = 80_000;
    private static final HexFormat HEX = HexFormat.of();

    private final InputFeed feed;
    private final Consumer<Fate> lost;
    private final Map<String, Client> clients = new LinkedHashMap<>(64, 0.75f, true);
    private int epochs;
    private long arrivals;

    /** @param lost told of a batch that was not delivered */
    Clients(InputFeed feed, Consumer<Fate> lost) {
        this.feed = feed;
        this.lost = lost;
        feed.checkpoints().forEach(this::remember);
    }

    /** A partition that is not one of ours is left alone. */
    private void remember(String partition, long next) {
        int colon = partition.indexOf(':');
        try {
            UUID identity = UUID.fromString(partition.substring(0, Math.max(colon, 0)));
            long epoch = HexFormat.fromHexDigitsToLong(partition.substring(colon + 1));
            add(client(identity), epoch, partition, next);
        } catch (IllegalArgumentException e) {
            return;
        }
    }

    static String partition(UUID identity, long epoch) {
        return identity + ":" + HEX.toHexDigits(epoch);
    }

    /** The client of an identity. */
    synchronized Client client(UUID identity) {
        return client(identity.toString(), Optional.of(identity));
    }

    /** A client that has nothing but a name. */
    synchronized Client named(String name) {
        return client("name " + name, Optional.empty());
    }

    private Client client(String key, Optional<UUID> identity) {
        Client known = clients.get(key);
        if (known != null) {
            return known;
        }
        if (clients.size() >= MAX_CLIENTS) {
            forgetOne();
        }
        Client client = new Client(identity, arrivals++);
        clients.put(key, client);
        return client;
    }

    /** The log of an epoch that has been here; empty for others. */
    synchronized Optional<EpochLog> known(Client client, long epoch) {
        return Optional.ofNullable(client.epochs.get(epoch));
    }

    /** The log of an epoch, begun at {@code first} when it has not been here. */
    synchronized EpochLog open(Client client, long epoch, long first) {
        EpochLog known = client.epochs.get(epoch);
        if (known != null) {
            return known;
        }
        while (client.epochs.size() >= RelayProtocol.MAX_EPOCHS && forgetEpoch(client)) {
            continue;
        }
        if (epochs >= MAX_EPOCHS_IN_ALL && !forgetOne() && !forgetEpoch(client)) {
            throw new PenstockException(ErrorKind.RETRY, "relay.epochs", "too many epochs are under way");
        }
        String partition = partition(client.identity().orElseThrow(), epoch);
        OptionalLong next = feed.checkpoint(partition);
        return add(client, epoch, partition, next.orElse(first));
    }

    private EpochLog add(Client client, long epoch, String partition, long next) {
        EpochLog log = new EpochLog(epoch, partition, next, lost);
        client.epochs.put(epoch, log);
        epochs++;
        return log;
    }

    private boolean forgetEpoch(Client client) {
        for (Iterator<EpochLog> logs = client.epochs.values().iterator(); logs.hasNext();) {
            EpochLog log = logs.next();
            if (log.settled() && !log.isHeard()) {
                logs.remove();
                forget(log);
                return true;
            }
        }
        return false;
    }

    private boolean forgetOne() {
        for (Iterator<Client> all = clients.values().iterator(); all.hasNext();) {
            Client client = all.next();
            if (client.idle()) {
                all.remove();
                client.epochs.values().forEach(this::forget);
                return true;
            }
        }
        return false;
    }

    private void forget(EpochLog log) {
        epochs--;
        feed.forget(log.partition());
    }

    /** What is to become of a connection whose identity is proved. */
    enum Claim {
        /** It may begin. */
        GRANTED,
        /** Another connection has the identity: it is asked for a sign of life, ask again. */
        WAIT,
        /** Another connection is alive and would number its events as this one does. */
        REFUSED
    }

    /** Judges a connection that is not live yet; grants it, evicts what is dead. */
    synchronized Claim claim(Session newcomer) {
        Client client = newcomer.client();
        long asked = client.contested.orElse(newcomer.claimed());
        for (Session other : List.copyOf(client.live)) {
            if (!newcomer.sharesNewestEpoch(other)) {
                continue;
            }
            switch (other.lifeSince(asked)) {
                case ALIVE -> {
                    return Claim.REFUSED;
                }
                case UNKNOWN -> {
                    client.contested = OptionalLong.of(asked);
                    return Claim.WAIT;
                }
                case DEAD -> {
                    client.live.remove(other);
                    other.connection().evict();
                }
            }
        }
        client.contested = OptionalLong.empty();
        client.live.add(newcomer);
        return Claim.GRANTED;
    }

    /** Whether another connection that was there before the client's newest is still alive: then one is a copy. */
    synchronized boolean isCopied(Session newcomer) {
        for (Session other : newcomer.client().live) {
            if (other == newcomer) {
                return false;
            }
            if (other.lifeSince(newcomer.claimed()) == Session.Life.ALIVE) {
                return true;
            }
        }
        return false;
    }

    /** A connection has ended. */
    synchronized void left(Session session) {
        Client client = session.client();
        if (client.live.remove(session)) {
            client.contested = OptionalLong.empty();
            client.copied(client.copied() && client.live.size() > 1);
        }
    }

    /** Every client, the one seen last at the end. */
    synchronized List<Client> all() {
        return new ArrayList<>(clients.values());
    }

    /** Every client, the one that came first at the front. */
    List<Client> byArrival() {
        return all().stream().sorted(Comparator.comparingLong(Client::arrival)).toList();
    }

    /** Those of its epochs that are remembered, the newest at the end. */
    synchronized List<EpochLog> epochs(Client client) {
        return List.copyOf(client.epochs.values());
    }

    /** How many connections it has. */
    synchronized List<Session> live(Client client) {
        return List.copyOf(client.live);
    }
}
