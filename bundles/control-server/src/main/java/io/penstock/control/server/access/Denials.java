package io.penstock.control.server.access;

import io.penstock.control.server.http.Caller;
import io.penstock.control.server.store.Act;
import io.penstock.control.server.store.Store;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes down who was refused what: the same once a minute, so that nobody fills the audit. Thread-safe. */
final class Denials {
    private static final int MAX_REMEMBERED = 1000;
    private static final int MAX_TEXT = 200;
    private static final Duration APART = Duration.ofMinutes(1);

    private final Store store;
    private final Clock clock;
    private final Map<String, Instant> last = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    Denials(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void note(Caller caller, String what, InetAddress from, String requestId, String code) {
        String cut = what.length() > MAX_TEXT ? what.substring(0, MAX_TEXT) : what;
        if (fresh(caller.actor() + " " + code + " " + cut)) {
            store.write(tx -> {
                tx.audit(new Act(Actors.actor(caller), Actors.name(caller), "request", "request", cut, Act.Result.DENIED,
                        from.getHostAddress(), requestId, Map.of("code", code)));
                return null;
            });
        }
    }

    private synchronized boolean fresh(String key) {
        Instant now = clock.now();
        Instant before = last.get(key);
        if (before != null && now.isBefore(before.plus(APART))) {
            return false;
        }
        last.put(key, now);
        return true;
    }
}
