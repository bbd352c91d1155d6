package io.penstock.tunnel.agent;

import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.Splice;
import io.penstock.tunnel.wire.api.SpliceReport;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the agent counts. Thread-safe; the lock is held to add up only. */
final class TunnelCounters {
    final LongAdder opened = new LongAdder();
    final LongAdder online = new LongAdder();
    final LongAdder lost = new LongAdder();
    private final Map<OpenCode, LongAdder> failed = new EnumMap<>(OpenCode.class);
    private final Map<Object, Splice> live = new HashMap<>();
    private long endedFromTargets;
    private long endedToTargets;

    TunnelCounters() {
        for (OpenCode code : OpenCode.values()) {
            failed.put(code, new LongAdder());
        }
    }

    void failed(OpenCode code) {
        failed.get(code).increment();
    }

    long failures(OpenCode code) {
        return failed.get(code).sum();
    }

    /** A stream was joined with a target. */
    synchronized void began(Object stream, Splice splice) {
        live.put(stream, splice);
    }

    synchronized void ended(Object stream, SpliceReport report) {
        if (live.remove(stream) != null) {
            endedFromTargets += report.leftBytes();
            endedToTargets += report.rightBytes();
        }
    }

    /** Streams that are joined with a target now. */
    synchronized int joined() {
        return live.size();
    }

    /** Bytes that came from targets, of streams that run and of those that ended. */
    synchronized long bytesFromTargets() {
        return endedFromTargets + live.values().stream().mapToLong(Splice::leftBytes).sum();
    }

    /** Bytes that went to targets. */
    synchronized long bytesToTargets() {
        return endedToTargets + live.values().stream().mapToLong(Splice::rightBytes).sum();
    }
}
