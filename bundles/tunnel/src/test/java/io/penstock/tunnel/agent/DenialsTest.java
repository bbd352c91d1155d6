package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenialsTest {
    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final List<String> lines = new ArrayList<>();
    private final Denials denials = new Denials(clock, lines::add);

    @Test
    void tellsTheFirstAtOnce() {
        denials.denied("db:1 is refused");
        assertThat(lines).containsExactly("db:1 is refused");
    }

    @Test
    void countsWhatItLeavesOut() {
        denials.denied("db:1 is refused");
        denials.denied("db:2 is refused");
        clock.advance(Denials.PAUSE.minusNanos(1));
        denials.denied("db:3 is refused");
        clock.advance(Duration.ofNanos(1));
        denials.denied("db:4 is refused");
        clock.advance(Denials.PAUSE);
        denials.denied("db:5 is refused");
        assertThat(lines).containsExactly("db:1 is refused", "db:4 is refused (2 more were refused since the last such line)",
                "db:5 is refused");
    }
}
