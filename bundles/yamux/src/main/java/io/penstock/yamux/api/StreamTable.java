package io.penstock.yamux.api;

import io.netty.util.collection.IntObjectHashMap;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.util.List;
import java.util.Optional;

/** The streams of a session that are open, and the limits on them. Event loop only. */
final class StreamTable {
    /** Numbers kept back at the end, so that the last streams never meet the overflow. */
    private static final long LAST_ID = 0xFFFF_FF00L;

    private final YamuxSession session;
    private final Role role;
    private final YamuxSettings settings;
    private final Clock clock;
    private final StreamAcceptor acceptor;
    private final Figures figures;
    private final IntObjectHashMap<YamuxStream> open = new IntObjectHashMap<>(8);
    private final OpenGate gate = new OpenGate();
    private final ReceiveBudget budget;
    private int maxStreams;
    private long nextId;

    StreamTable(YamuxSession session, Role role, YamuxSettings settings, Clock clock, StreamAcceptor acceptor, Figures figures) {
        this.session = session;
        this.role = role;
        this.settings = settings;
        this.clock = clock;
        this.acceptor = acceptor;
        this.figures = figures;
        this.budget = new ReceiveBudget(settings.receiveBudget());
        this.maxStreams = settings.maxStreams();
        this.nextId = role.firstId();
    }

    Optional<YamuxStream> get(int id) {
        return Optional.ofNullable(open.get(id));
    }

    int size() {
        return open.size();
    }

    boolean owns(int id) {
        return role.owns(id);
    }

    void limit(int streams) {
        maxStreams = streams;
    }

    ReceiveBudget budget() {
        return budget;
    }

    long heldBytes() {
        return budget.held();
    }

    /** Whether this end has no stream number left. */
    boolean isUsedUp() {
        return nextId > LAST_ID;
    }

    /** Skips numbers, for tests of their end. */
    void skipTo(long id) {
        nextId = id;
    }

    /** A stream of this end. */
    YamuxStream open(StreamEvents told) {
        if (open.size() >= maxStreams) {
            throw new PenstockException(ErrorKind.RETRY, "yamux.streams", "as many streams are open as may be: " + maxStreams);
        }
        YamuxStream stream = add((int) nextId, true);
        nextId += 2;
        stream.tell(told);
        if (gate.passes(stream)) {
            session.outbound().due(stream);
        }
        return stream;
    }

    /** A stream of the peer; empty when it is refused. */
    Optional<YamuxStream> accept(int id, FloodGuard guard) {
        ControlQueue control = session.outbound().control();
        if (!session.takesStreams() || open.size() >= maxStreams || control.unsentAcks() >= settings.acceptBacklog()) {
            figures.refused.add(1);
            session.outbound().reset(id);
            refused(guard);
            return Optional.empty();
        }
        YamuxStream stream = add(id, false);
        try {
            stream.tell(acceptor.accept(stream));
        } catch (Throwable e) {
            stream.reset();
        }
        if (!stream.isOpen()) {
            refused(guard);
            return Optional.empty();
        }
        session.outbound().due(stream);
        return Optional.of(stream);
    }

    /** The peer's ACK, or another frame of it: it knows the stream, so one of those that wait may be announced. */
    void acknowledged(YamuxStream stream) {
        if (stream.acknowledge()) {
            gate.left().ifPresent(session.outbound()::due);
        }
    }

    void closed(YamuxStream stream) {
        open.remove(stream.number());
        figures.open.set(open.size());
        if (stream.isUnacknowledged() && !gate.forget(stream)) {
            gate.left().ifPresent(session.outbound()::due);
        }
    }

    /** Resets whoever holds most until the budget is kept. */
    void keepBudget() {
        while (budget.isExceeded() && !open.isEmpty()) {
            boolean pieces = budget.hasTooManyPieces();
            YamuxStream greediest = open.values().iterator().next();
            for (YamuxStream stream : open.values()) {
                greediest = holds(stream, pieces) > holds(greediest, pieces) ? stream : greediest;
            }
            greediest.fail(new PenstockException(ErrorKind.RETRY, "yamux.budget", "the session holds more than its receive budget of "
                    + settings.receiveBudget() + " bytes, this stream most of it"));
        }
    }

    void end(Throwable cause) {
        List.copyOf(open.values()).forEach(stream -> stream.end(cause));
    }

    private YamuxStream add(int id, boolean own) {
        YamuxStream stream = new YamuxStream(session, id, own, new ReceiveWindow(budget, settings, clock.nanoTime()));
        open.put(id, stream);
        figures.open.set(open.size());
        figures.opened.add(1);
        return stream;
    }

    private void refused(FloodGuard guard) {
        if (!session.outbound().control().refused() || !guard.allows()) {
            session.broken(new PenstockException(ErrorKind.RETRY, "yamux.protocol", "the peer broke the protocol: a flood of streams"));
        }
    }

    private static int holds(YamuxStream stream, boolean pieces) {
        return pieces ? stream.receiving().pieces() : stream.receiving().held();
    }
}
