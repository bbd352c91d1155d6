package io.penstock.control.server.access;

import io.penstock.control.api.Problem;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

    /** How long until the next try may be made; zero: now. */
    synchronized Duration wait(String name, InetAddress from) {
        Instant now = clock.now();
        Duration longest = Duration.ZERO;
        for (String key : new String[] {ofName(name), ofAddress(name, from)}) {
            Failures before = failures.get(key);
            if (before != null && before.until().isAfter(now) && Duration.between(now, before.until()).compareTo(longest) > 0) {
                longest = Duration.between(now, before.until());
            }
        }
        return longest;
    }

    /** What is answered while {@link #wait} says so. */
    Optional<Answer> refusal(Call call, String name) {
        long seconds = wait(name, call.from()).plusMillis(999).toSeconds();
        return seconds == 0 ? Optional.empty() : Optional.of(Answer.refused(Problem.of(ProblemCode.ACCESS_LOCKED,
                "too many wrong passwords: try again in " + seconds + " s", call.requestId()).retryAfter((int) seconds)));
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
