package io.penstock.yamux.api;

import io.netty.util.concurrent.EventExecutor;
import io.penstock.core.time.Clock;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The sending half of a session: takes frames out of the queues while the carrier is writable, control frames first, and flushes
 * once per burst. It never waits and never stops the receiving half. Event loop only.
 */
final class Outbound {
    /** Written between two flushes at most. */
    private static final int FLUSH_BYTES = 256 * 1024;
    /** Written at one go at most; then other channels of the loop have their turn. */
    private static final int BURST_BYTES = 1024 * 1024;
    /** So much queued is worth sending before the loop comes round. */
    private static final int EAGER_BYTES = 128 * 1024;
    /** A frame's payload at most while one stream alone has something to send: less is copied to join headers with payload. */
    private static final int LONE_FRAME_BYTES = 64 * 1024;
    /** When the session's queues hold more than its receive budget, streams are full at this. */
    private static final int SCARCE_HIGH_WATER = 16 * 1024;

    private final YamuxSettings settings;
    private final EventExecutor loop;
    private final Clock clock;
    private final Carrier carrier;
    private final Pings pings;
    private final Figures figures;
    private final FrameWriter writer;
    private final ControlQueue control = new ControlQueue();
    private final Scheduler scheduler = new Scheduler();
    private final ArrayDeque<YamuxStream> relieved = new ArrayDeque<>();
    /** The memory the streams' queues take. */
    private long queued;
    private boolean receiving;
    private boolean pumping;
    private boolean scheduled;
    private boolean ended;
    private Optional<Runnable> end = Optional.empty();

    Outbound(YamuxSettings settings, EventExecutor loop, Clock clock, Carrier carrier, Pings pings, Figures figures) {
        this.settings = settings;
        this.loop = loop;
        this.clock = clock;
        this.carrier = carrier;
        this.pings = pings;
        this.figures = figures;
        this.writer = new FrameWriter(carrier);
    }

    ControlQueue control() {
        return control;
    }

    int highWater() {
        return queued <= settings.receiveBudget() ? settings.sendHighWater() : Math.min(SCARCE_HIGH_WATER, settings.sendHighWater());
    }

    /** The stream's queue has grown. */
    void queued(YamuxStream stream, long cost) {
        queued += cost;
        scheduler.ready(stream);
        if (queued >= EAGER_BYTES && !receiving && !pumping && carrier.isWritable()) {
            pump();
        } else {
            soon();
        }
    }

    /** The stream's queue was dropped. */
    void dropped(long cost) {
        queued -= cost;
    }

    void ready(YamuxStream stream) {
        scheduler.ready(stream);
        soon();
    }

    void due(YamuxStream stream) {
        control.due(stream);
        soon();
    }

    void reset(int id) {
        control.reset(id);
        soon();
    }

    void ping(int value) {
        control.ping(value);
        soon();
    }

    void pingLeaves(int value) {
        pings.sent(value);
    }

    /** The credit to send now. */
    int grant(ReceiveWindow window) {
        int delta = window.grant(clock.nanoTime(), pings.roundTrips().shortest());
        noteWindow(window);
        return delta;
    }

    /** The credit to send with the SYN or ACK. */
    int grantInitial(ReceiveWindow window) {
        int delta = window.grantInitial();
        noteWindow(window);
        return delta;
    }

    private void noteWindow(ReceiveWindow window) {
        figures.largestWindow.set(Math.max(figures.largestWindow.get(), window.window()));
    }

    /** A read burst goes on: everything is sent at its end. */
    void receiving(boolean goesOn) {
        receiving = goesOn;
    }

    /** Sends soon, after what the loop is doing now. */
    void soon() {
        if (!scheduled && !ended) {
            scheduled = true;
            loop.execute(this::comeRound);
        }
    }

    boolean isPumping() {
        return pumping;
    }

    /** What ends the session while a frame is being written, done after it; the first counts. */
    void afterPump(Runnable last) {
        end = end.or(() -> Optional.of(last));
    }

    /** Sends what the carrier takes. */
    void pump() {
        if (pumping || ended) {
            return;
        }
        pumping = true;
        try {
            long before = writer.bytes();
            while (hasWork() && carrier.isWritable() && writer.bytes() - before < BURST_BYTES) {
                fill();
                carrier.flush();
                tellRelieved();
            }
        } finally {
            pumping = false;
        }
        figures.bytesOut.set(writer.bytes());
        figures.queued.set(queued);
        end.ifPresent(Runnable::run);
        if (hasWork() && carrier.isWritable()) {
            soon();
        }
    }

    /** Sends a last word, whether the carrier is writable or not. */
    void lastWord(GoAwayCode code) {
        control.clear();
        control.goAway(code);
        control.write(writer, this);
        writer.emit();
        carrier.flush();
        figures.bytesOut.set(writer.bytes());
    }

    void end() {
        ended = true;
        control.clear();
        scheduler.clear();
        relieved.clear();
        writer.release();
    }

    private void comeRound() {
        scheduled = false;
        pump();
    }

    private boolean hasWork() {
        return !ended && end.isEmpty() && !(control.isEmpty() && scheduler.isEmpty());
    }

    private void fill() {
        long before = writer.bytes();
        do {
            control.write(writer, this);
            scheduler.next().ifPresent(this::turn);
        } while (hasWork() && carrier.isWritable() && writer.bytes() - before < FLUSH_BYTES);
        writer.emit();
    }

    private void turn(YamuxStream stream) {
        boolean alone = scheduler.isEmpty();
        int limit = alone ? Math.max(settings.frameLimit(), LONE_FRAME_BYTES) : settings.frameLimit();
        while (stream.canSend() && stream.deficit > 0) {
            long cost = stream.queuedCost();
            int size = stream.writeFrame(writer, limit);
            // Alone, it owes nobody anything.
            stream.deficit -= alone ? Scheduler.QUANTUM : size + Header.BYTES;
            queued -= cost - stream.queuedCost();
            if (stream.isRelieved(highWater())) {
                relieved.add(stream);
            }
        }
        scheduler.served(stream);
    }

    private void tellRelieved() {
        for (int n = relieved.size(); n > 0 && !ended; n--) {
            relieved.poll().relieved();
        }
    }
}
