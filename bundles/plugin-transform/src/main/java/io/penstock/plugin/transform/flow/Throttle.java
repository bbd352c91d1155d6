package io.penstock.plugin.transform.flow;

import io.penstock.core.collect.LeastRecent;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.Clock;
import io.penstock.plugin.transform.value.EventKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Keeps for each key the time at which its next event would come if all came evenly; an event may be ahead of that by the
 * burst (the generic cell rate algorithm). One thread.
 */
final class Throttle implements Transform {
    private final EventKey key;
    private final Clock clock;
    private final double nanosEach;
    private final double aheadNanos;
    private final boolean holds;
    private final int maxHeld;
    private final long origin;
    private final Map<Object, Double> even;
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingDouble(Waiting::due).thenComparingLong(Waiting::order));
    private long taken;

    private record Waiting(double due, long order, Event event, Outlet.Hold hold) {
    }

    Throttle(ThrottlePlugin.Settings options, EventKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
        this.nanosEach = options.rate().nanosEach();
        this.aheadNanos = (options.allowedAtOnce() - 1) * nanosEach;
        this.holds = options.excess() == ThrottlePlugin.Excess.HOLD;
        this.maxHeld = options.maxHeld();
        this.origin = clock.nanoTime();
        this.even = new LeastRecent<>(options.maxKeys());
    }

    private double now() {
        return clock.nanoTime() - origin;
    }

    @Override
    public void apply(Event event, Outlet out) {
        double now = now();
        Object of = key.of(event);
        double next = Math.max(now, even.getOrDefault(of, now));
        double due = next - aheadNanos;
        if (due <= now) {
            even.put(of, next + nanosEach);
            out.emit(event);
        } else if (holds && waiting.size() < maxHeld) {
            even.put(of, next + nanosEach);
            waiting.add(new Waiting(due, taken++, event, out.hold()));
        } else {
            out.drop("throttled");
        }
    }

    @Override
    public Optional<Instant> wakeAt() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(clock.now()
                .plusNanos((long) Math.ceil(Math.max(0, waiting.peek().due() - now()))));
    }

    @Override
    public void wake(Instant instant, Outlet out) {
        double now = now();
        while (!waiting.isEmpty() && waiting.peek().due() <= now) {
            emitNext(out);
        }
    }

    @Override
    public void finish(Outlet out) {
        while (!waiting.isEmpty()) {
            emitNext(out);
        }
    }

    private void emitNext(Outlet out) {
        Waiting next = waiting.remove();
        out.emit(next.event(), List.of(next.hold()));
    }
}
