package io.penstock.tunnel.gateway;

import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.wire.api.RefusalCode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the gateway counts while it lives. Thread-safe. */
final class GatewayCounters {
    /** Connections taken by the port. */
    final LongAdder arrived = new LongAdder();
    /** Closed without a word: too many from there. */
    final LongAdder turnedAway = new LongAdder();
    /** Closed because TLS failed, because they said nothing in time, or too much. */
    final LongAdder broken = new LongAdder();
    /** Proofs that were wrong, and greetings that were none. */
    final LongAdder failed = new LongAdder();
    /** Let in. */
    final LongAdder accepted = new LongAdder();
    /** Ended because they were dead and another connection came. */
    final LongAdder evicted = new LongAdder();
    /** Streams that began. */
    final LongAdder streams = new LongAdder();
    /** Opens that were tried again at another agent or connection. */
    final LongAdder retries = new LongAdder();
    /** Visitors' streams refused without a record because the audit log is crowded. */
    final LongAdder unrecorded = new LongAdder();
    final LongAdder toTarget = new LongAdder();
    final LongAdder toClient = new LongAdder();
    final Map<RefusalCode, LongAdder> refused = adders(RefusalCode.class);
    final Map<EndReason, LongAdder> ended = adders(EndReason.class);

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            adders.put(constant, new LongAdder());
        }
        return Collections.unmodifiableMap(adders);
    }
}
