package io.penstock.pipes.run;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Outlet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step's way on: collects what it emits of a batch, so that an event's emissions can be taken back when it fails.
 * Pipe thread only.
 */
final class StepOutlet implements Outlet {
    private final String step;
    private Port main = new Port(Fanout.NOWHERE);
    private final Map<String, Port> ports = new LinkedHashMap<>();
    private final NodeCounters counters;
    private final Taps taps;
    private final Merging merging;
    private Optional<Claim> claim = Optional.empty();
    private boolean applying;
    private HeldEvent held;
    private int emittedNow;
    private String dropReason;
    private long out;
    private long filtered;
    private long emitted;

    StepOutlet(String step, NodeCounters counters, Taps taps) {
        this.step = step;
        this.counters = counters;
        this.taps = taps;
        this.merging = new Merging(counters);
    }

    void connect(Map<String, Fanout> fanouts) {
        fanouts.forEach((name, fanout) -> ports.put(name, new Port(fanout)));
        main = ports.computeIfAbsent("", name -> new Port(Fanout.NOWHERE));
    }

    /** A batch begins; its claim is where held events take their shares from. */
    void start(Optional<Claim> owner) {
        claim = owner;
    }

    /** One event begins. */
    void begin() {
        applying = true;
        for (Port port : ports.values()) {
            port.mark = port.events.size();
        }
    }

    /** The event at hand was taken without an error. */
    void commit() {
        applying = false;
        merging.commit();
        if (held != null) {
            held.emitted |= emittedNow > 0;
            counters.inFlight.increment();
        } else if (emittedNow > 0) {
            out++;
        } else if (dropReason != null) {
            counters.drop(dropReason, 1);
        } else {
            filtered++;
        }
        emitted += emittedNow;
        forgetEvent();
    }

    /** The event at hand failed: whatever it did is taken back. */
    void rollback() {
        applying = false;
        merging.rollback();
        for (Port port : ports.values()) {
            port.cut();
        }
        if (held != null) {
            held.cancel();
        }
        forgetEvent();
    }

    private void forgetEvent() {
        held = null;
        emittedNow = 0;
        dropReason = null;
    }

    /** Sends the failed event at hand on as it came. */
    void passOn(Event event) {
        main.events.add(event);
        out++;
        emitted++;
    }

    /** A wake or finish is over. */
    void commitUnasked() {
        merging.commit();
        emitted += emittedNow;
        forgetEvent();
    }

    /** The batch is over: hands on what was collected, in one list a port. */
    void flush() {
        for (Port port : ports.values()) {
            taps.seen(step, port.events);
            port.flush();
        }
        counters.out.add(out);
        counters.filtered.add(filtered);
        counters.emitted.add(emitted);
        out = 0;
        filtered = 0;
        emitted = 0;
        claim = Optional.empty();
    }

    /** Events that stand for held ones, as a unit of its own that starts behind this step. */
    Optional<Unit> merged() {
        return merging.take(main.fanout);
    }

    @Override
    public void emit(Event event) {
        emittedNow++;
        main.events.add(event);
    }

    @Override
    public void emit(String port, Event event) {
        emittedNow++;
        Port named = ports.get(port);
        if (named != null) {
            named.events.add(event);
        }
    }

    @Override
    public void drop(String reason) {
        dropReason = reason;
    }

    @Override
    public Hold hold() {
        if (!applying) {
            throw new PenstockException(ErrorKind.BUG, "pipes.hold",
                    "step \"" + step + "\" holds an event while it has none at hand");
        }
        if (held == null) {
            held = new HeldEvent(claim, counters);
        }
        held.open++;
        return held;
    }

    @Override
    public void emit(Event event, Collection<Hold> standsFor) {
        merging.emit(event, standsFor);
    }

    @Override
    public void release(Hold hold) {
        merging.release((HeldEvent) hold);
    }

    /** One port's list of the batch at hand. */
    private static final class Port {
        private final Fanout fanout;
        private List<Event> events = new ArrayList<>();
        private int mark;

        private Port(Fanout fanout) {
            this.fanout = fanout;
        }

        private void cut() {
            if (events.size() > mark) {
                events.subList(mark, events.size()).clear();
            }
        }

        private void flush() {
            if (!events.isEmpty()) {
                if (fanout.isEmpty()) {
                    events.clear();
                } else {
                    fanout.pass(events);
                    events = new ArrayList<>();
                }
            }
            mark = 0;
        }
    }
}
