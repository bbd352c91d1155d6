package io.penstock.relay.server;

import io.penstock.core.time.Clock;
import io.penstock.relay.wire.api.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The line in which connections with frames stand, so that a busy one cannot starve the others: whoever comes to its
 * front has a turn of {@value #TURN_BYTES} bytes (at least one frame) and goes to its end. It also bounds what has
 * arrived: a connection that has too much, or any while all together have, is not read from until it shrank. Event loops
 * put, one thread takes. Everything under its own lock; connections are resumed under none.
 */
final class Turns {
    static final int TURN_BYTES = 64 << 10;
    /** What one resumed connection may bring before it is looked at again. */
    private static final int RESUMED_BYTES = 64 << 10;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long limitBytes;
    private final long laneLimitBytes;
    private final Clock clock;
    private final Deque<Lane> line = new ArrayDeque<>();
    private final List<Lane> slowed = new ArrayList<>();
    private final Set<Lane> paused = new LinkedHashSet<>();
    private long bytes;
    private Lane current;
    private long turnLeft;
    private boolean closed;

    Turns(long limitBytes, long laneLimitBytes, Clock clock) {
        this.limitBytes = limitBytes;
        this.laneLimitBytes = laneLimitBytes;
        this.clock = clock;
    }

    /** Puts a frame in its connection's lane. */
    synchronized void put(Lane lane, Frame frame) {
        if (lane.gone || closed) {
            return;
        }
        lane.frames.add(frame);
        lane.bytes += Lane.cost(frame);
        bytes += Lane.cost(frame);
        if (!lane.listed) {
            lane.listed = true;
            line.add(lane);
            notifyAll();
        }
    }

    /**
     * Tells how many bytes of a frame that is not whole a connection holds, after everything it read.
     *
     * @return whether it may read on; if not, {@link Connection#resume} is called when it may
     */
    synchronized boolean holds(Lane lane, long unfinishedBytes) {
        if (lane.gone) {
            return true;
        }
        bytes += lane.holds(unfinishedBytes);
        if (lane.bytes < laneLimitBytes && bytes < limitBytes) {
            return true;
        }
        lane.paused = true;
        paused.add(lane);
        notifyAll();
        return false;
    }

    /** Whether the connection is not read from at the moment. */
    synchronized boolean isPaused(Lane lane) {
        return lane.paused;
    }

    /** Connections that are not read from at the moment. */
    synchronized int paused() {
        return paused.size();
    }

    /** Bytes of all that wait. */
    synchronized long bytes() {
        return bytes;
    }

    /** The connection has ended: what it brought and was not taken is forgotten. */
    void leave(Lane lane) {
        List<Lane> resumed;
        synchronized (this) {
            if (lane.gone) {
                return;
            }
            lane.gone = true;
            bytes -= lane.bytes;
            lane.bytes = 0;
            lane.frames.clear();
            paused.remove(lane);
            line.remove(lane);
            slowed.remove(lane);
            resumed = resumable();
        }
        resumed.forEach(each -> each.connection.resume());
    }

    /** The connection has ended, but what it brought is still taken: nobody would send it again. */
    void finish(Lane lane) {
        List<Lane> resumed;
        synchronized (this) {
            bytes += lane.holds(0);
            paused.remove(lane);
            lane.paused = false;
            resumed = resumable();
        }
        resumed.forEach(each -> each.connection.resume());
    }

    /** Whose turn it is; waits for one. Empty when closed. */
    Optional<Lane> take() throws InterruptedException {
        while (true) {
            Lane stuck;
            synchronized (this) {
                if (closed) {
                    return Optional.empty();
                }
                relist();
                if (!line.isEmpty()) {
                    current = line.poll();
                    turnLeft = TURN_BYTES;
                    return Optional.of(current);
                }
                stuck = firstPaused();
                if (stuck == null) {
                    await();
                }
            }
            if (stuck != null) {
                stuck.connection.resume();
            }
        }
    }

    /** The next frame of the lane whose turn it is; empty when the turn is over. */
    Optional<Frame> next() {
        Frame frame;
        List<Lane> resumed;
        synchronized (this) {
            frame = turnLeft > 0 ? current.frames.poll() : null;
            if (frame == null) {
                endTurn();
                return Optional.empty();
            }
            long cost = Lane.cost(frame);
            turnLeft -= cost;
            current.bytes -= cost;
            bytes -= cost;
            resumed = resumable();
        }
        resumed.forEach(lane -> lane.connection.resume());
        return Optional.of(frame);
    }

    /** Ends the turn, and the lane with it. */
    void abandon() {
        Lane lane;
        synchronized (this) {
            lane = current;
            turnLeft = 0;
        }
        leave(lane);
        next();
    }

    /** Ends the turn at once; the lane's next one is not before a time on the monotonic clock. */
    synchronized void slowDown(long notBefore) {
        turnLeft = 0;
        current.slowed = true;
        current.notBefore = notBefore;
    }

    private void endTurn() {
        Lane lane = current;
        current = null;
        lane.listed = !lane.gone && !lane.frames.isEmpty();
        if (lane.slowed && !lane.gone) {
            lane.listed = true;
            slowed.add(lane);
        } else if (lane.listed) {
            line.add(lane);
        }
    }

    /** Back into the line, or out of it, with those that were slowed down for long enough. */
    private void relist() {
        long now = clock.nanoTime();
        for (Iterator<Lane> lanes = slowed.iterator(); lanes.hasNext();) {
            Lane lane = lanes.next();
            if (lane.notBefore - now <= 0) {
                lanes.remove();
                lane.slowed = false;
                lane.listed = !lane.frames.isEmpty();
                if (lane.listed) {
                    line.add(lane);
                }
            }
        }
    }

    /** When nobody has a whole frame yet all together hold too much, one after the other may complete its own. */
    private Lane firstPaused() {
        for (Lane lane : paused) {
            if (lane.frames.isEmpty()) {
                paused.remove(lane);
                lane.paused = false;
                return lane;
            }
        }
        return null;
    }

    private void await() throws InterruptedException {
        long now = clock.nanoTime();
        long wait = LONGEST_WAIT_NANOS;
        for (Lane lane : slowed) {
            wait = Math.min(wait, Math.max(1, lane.notBefore - now));
        }
        boolean real = clock == Clock.system() || slowed.isEmpty();
        TimeUnit.NANOSECONDS.timedWait(this, real ? wait : Math.min(wait, LOOK_AGAIN_NANOS));
    }

    private List<Lane> resumable() {
        List<Lane> resumed = new ArrayList<>();
        long room = limitBytes - bytes;
        for (Iterator<Lane> lanes = paused.iterator(); lanes.hasNext() && room > 0;) {
            Lane lane = lanes.next();
            if (lane.bytes <= laneLimitBytes / 2) {
                lanes.remove();
                lane.paused = false;
                resumed.add(lane);
                room -= RESUMED_BYTES;
            }
        }
        return resumed;
    }

    /** Ends {@link #take}. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
