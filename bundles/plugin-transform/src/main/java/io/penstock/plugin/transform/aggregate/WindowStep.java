package io.penstock.plugin.transform.aggregate;

import io.penstock.core.event.Event;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.Clock;
import io.penstock.plugin.transform.value.EventKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts events into windows and emits what is over. Reads and checks all of an event first; from then on nothing throws, so
 * that results never have to be taken back. One thread.
 */
final class WindowStep implements Transform {
    private final WindowPlugin.Settings options;
    private final Aggregate[] aggregates;
    private final EventKey key;
    private final WindowResult result;
    private final Progress progress;
    private final long lengthNanos;
    private final long stepNanos;
    private final boolean latePort;
    /** Open windows by their start. */
    private final TreeMap<Long, Window> open = new TreeMap<>();
    private int groups;
    private int held;

    WindowStep(WindowPlugin.Settings options, Clock clock) {
        this.options = options;
        this.aggregates = options.emit().values().stream().map(Aggregate::parse).toArray(Aggregate[]::new);
        this.result = WindowResult.of(options);
        this.key = result.key();
        this.progress = new Progress(options, clock);
        this.lengthNanos = options.length().toNanos();
        this.stepNanos = options.step().toNanos();
        this.latePort = options.late() == WindowPlugin.Late.PORT;
    }

    @Override
    public void apply(Event event, Outlet out) {
        long time = progress.timeOf(event);
        Object group = key.of(event);
        Object[] values = new Object[aggregates.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = aggregates[i].valueOf(event);
        }
        progress.arrived(time);
        closeUntil(progress.watermark(), out);
        add(event, time, group, values, out);
    }

    private void add(Event event, long time, Object group, Object[] values, Outlet out) {
        boolean late = true;
        long last = Math.floorDiv(time, stepNanos) * stepNanos;
        for (long start = last; start > time - lengthNanos; start -= stepNanos) {
            if (!progress.isOver(start + lengthNanos)) {
                late = false;
                if (!addTo(start, time, group, values, out)) {
                    return;
                }
            }
        }
        if (late && latePort) {
            out.emit(WindowPlugin.LATE, event);
        } else if (late) {
            out.drop("late");
        }
    }

    private boolean addTo(long start, long time, Object key, Object[] values, Outlet out) {
        Window window = open.get(start);
        Group group = window == null ? null : window.groups.get(key);
        if (group == null && groups >= options.maxGroups()) {
            out.drop("too many groups");
            return false;
        }
        if (options.hold() && held >= options.maxHeld()) {
            out.drop("too many held");
            return false;
        }
        if (group == null) {
            group = new Group(aggregates);
            groups++;
            open.computeIfAbsent(start, begin -> new Window()).groups.put(key, group);
        }
        group.add(values, time);
        if (options.hold()) {
            group.holds.add(out.hold());
            held++;
        }
        return true;
    }

    private void closeUntil(long watermark, Outlet out) {
        while (!open.isEmpty() && open.firstKey() + lengthNanos <= watermark) {
            closeFirst(out);
        }
    }

    private void closeFirst(Outlet out) {
        Map.Entry<Long, Window> over = open.pollFirstEntry();
        long start = over.getKey();
        over.getValue().groups.forEach((of, group) -> {
            groups--;
            held -= group.holds.size();
            result.emit(of, group, start, start + lengthNanos, out);
        });
    }

    @Override
    public Optional<Instant> wakeAt() {
        return open.isEmpty() ? Optional.empty() : progress.whenOver(open.firstKey() + lengthNanos);
    }

    @Override
    public void wake(Instant now, Outlet out) {
        progress.tick();
        closeUntil(progress.watermark(), out);
    }

    @Override
    public void finish(Outlet out) {
        while (!open.isEmpty()) {
            closeFirst(out);
        }
    }

    private static final class Window {
        private final Map<Object, Group> groups = new LinkedHashMap<>();
    }
}
