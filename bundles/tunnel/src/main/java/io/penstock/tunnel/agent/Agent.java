package io.penstock.tunnel.agent;

import io.penstock.core.concurrent.Workers;
import io.penstock.tunnel.link.LinkStatus.Phase;
import io.penstock.tunnel.link.Surroundings;
import io.penstock.tunnel.settings.TunnelSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's end of the tunnel: keeps connections to gateways, and dials for them what is allowed. Thread-safe; its lock
 * is held to change what is in use, never while something is waited for.
 */
public final class Agent implements AutoCloseable {
    /** Beyond the grace, for what was told to end at once. */
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(2);

    /** Streams of connections that were made by former settings may end by themselves for so long. */
    private static final Duration FORMER_GRACE = Duration.ofMinutes(10);

    private static final Logger STREAMS_LOG = LoggerFactory.getLogger("io.penstock.tunnel.streams");

    private final AgentParts parts;
    private final StateBoard board;
    private final ExecutorService closer = Workers.single("tunnel-close");
    private final Set<Uplink> former = new LinkedHashSet<>();
    private final Set<Uplink> retiring = new LinkedHashSet<>();
    private Uplink current;
    private volatile TunnelSettings settings;
    private volatile TargetBook book;
    private boolean closed;

    /**
     * Nothing is dialled before {@link #start}.
     *
     * @throws io.penstock.core.error.PenstockException INVALID: something in the settings cannot be used here
     */
    public Agent(TunnelSettings settings, Surroundings around) {
        this.settings = settings;
        this.book = TargetBook.of(settings);
        this.parts = new AgentParts(around, () -> book, new TargetStates(around.clock()), new TunnelCounters(),
                new Denials(around.clock(), line -> STREAMS_LOG.info("{}", line)));
        this.board = new StateBoard(around.clock());
        parts.targets().are(book);
        this.current = new Uplink(settings, parts, this::changed);
    }

    /** Begins to dial. */
    public synchronized void start() {
        current.start();
    }

    /**
     * Goes on with other settings. What may be dialled changes at once, for new streams. Where it is connected to, or as
     * whom, changes when the first new connection stands: then the former ones are left.
     *
     * @throws io.penstock.core.error.PenstockException INVALID: they cannot be used here; nothing has changed then
     */
    public void apply(TunnelSettings next) {
        boolean same = next.connectsAs(settings);
        Optional<Uplink> other = same ? Optional.empty() : Optional.of(new Uplink(next, parts, this::changed));
        use(next, other);
    }

    private synchronized void use(TunnelSettings next, Optional<Uplink> other) {
        settings = next;
        book = TargetBook.of(next);
        parts.targets().are(book);
        if (other.isPresent()) {
            former.add(current);
            current = other.get();
            current.start();
        } else {
            current.targetsChanged();
        }
        updateBoard();
    }

    private synchronized void changed(Uplink uplink) {
        boolean online = current.status().stream().anyMatch(link -> link.phase() == Phase.ONLINE);
        if (online && uplink == current && !closed) {
            former.forEach(this::retire);
        }
        updateBoard();
    }

    private void retire(Uplink uplink) {
        if (retiring.add(uplink)) {
            uplink.stop(FORMER_GRACE).thenRunAsync(() -> {
                uplink.close();
                gone(uplink);
            }, closer);
        }
    }

    private synchronized void gone(Uplink uplink) {
        former.remove(uplink);
        retiring.remove(uplink);
        updateBoard();
    }

    private synchronized void updateBoard() {
        int formerOnline = (int) former.stream().flatMap(uplink -> uplink.online().stream())
                .filter(session -> !session.isLeft()).count();
        board.update(current.status(), parts.targets().all(), formerOnline);
    }

    /** How it is. */
    public TunnelState state() {
        return board.state();
    }

    /** What it was last told to do. */
    public TunnelSettings settings() {
        return settings;
    }

    TunnelCounters counters() {
        return parts.counters();
    }

    TargetStates targets() {
        return parts.targets();
    }

    /** Those in use first, then those being left. */
    synchronized List<Uplink> uplinks() {
        List<Uplink> all = new ArrayList<>(List.of(current));
        all.addAll(former);
        return all;
    }

    /** Tries a target: a name, or HOST:PORT. */
    synchronized CompletableFuture<ProbeResult> check(String asked) {
        return current.check(asked);
    }

    /** As {@link #close(Duration)} with the settings' grace. */
    @Override
    public void close() {
        close(settings.grace());
    }

    /** Leaves the gateways; streams may go on for {@code grace}, then all ends. Waits for it. Idempotent. */
    public void close(Duration grace) {
        List<Uplink> all;
        synchronized (this) {
            closed = true;
            all = uplinks();
        }
        CompletableFuture<?>[] stopping = all.stream().map(uplink -> uplink.stop(grace)).toArray(CompletableFuture<?>[]::new);
        await(CompletableFuture.allOf(stopping), grace.plus(CLOSE_MARGIN));
        all.forEach(Uplink::close);
        Workers.stop(closer, CLOSE_MARGIN);
    }

    private static void await(CompletableFuture<?> end, Duration longest) {
        try {
            end.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            // What did not end by itself ends with its loops.
        }
    }
}
