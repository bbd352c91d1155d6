package io.penstock.control.server.access;

import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Makes guessing of passwords slow: from one address for one name after 5 failures, for one name after 50 from wherever,
 * so that nobody is easily locked out by others. Names that nobody has count alike. Thread-safe.
 */
final class Locks {
    /** The least recently failed are forgotten. */
    private static final int MAX_REMEMBERED = 10_000;
    private static final int FREE_OF_ADDRESS = 5;
    private static final int FREE_OF_NAME = 50;
    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private record Failures(int count, Instant last, Instant until) {
    }

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    Locks(Clock clock) {
        this.clock = clock;
    }

    /** Throws RETRY {@code access.locked} when it is too early for another try. */
    synchronized void check(String name, InetAddress from) {
        Instant now = clock.now();
        for (String key : new String[] {ofName(name), ofAddress(name, from)}) {
            Failures before = failures.get(key);
            if (before != null && now.isBefore(before.until())) {
                throw PenstockException.retry("access.locked", "too many wrong passwords: try again in "
                        + Math.max(1, Duration.between(now, before.until()).toSeconds()) + " s", null);
            }
        }
    }

    synchronized void failed(String name, InetAddress from) {
        count(ofAddress(name, from), FREE_OF_ADDRESS);
        count(ofName(name), FREE_OF_NAME);
    }

    synchronized void succeeded(String name, InetAddress from) {
        failures.remove(ofAddress(name, from));
    }

    /** A person has a new password. */
    synchronized void forget(String name) {
        failures.remove(ofName(name));
    }

    private void count(String key, int free) {
        Instant now = clock.now();
        Failures before = failures.get(key);
        int count = before == null || before.last().plus(FORGOTTEN).isBefore(now) ? 1 : before.count() + 1;
        failures.put(key, new Failures(count, now, count < free ? now : now.plus(wait(count - free))));
    }

    private static Duration wait(int beyond) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(beyond, 10));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static String ofName(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String ofAddress(String name, InetAddress from) {
        return ofName(name) + " " + from.getHostAddress();
    }
}
