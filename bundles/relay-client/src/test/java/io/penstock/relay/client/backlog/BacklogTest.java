package io.penstock.relay.client.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.client.block.BlockHeader;
import io.penstock.relay.client.block.BlockWriter;
import io.penstock.relay.client.block.EpochEnd;
import io.penstock.relay.wire.api.EpochRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Event POINT = Measurement.of("m", START, 1.0, "1");

    private final ManualClock clock = new ManualClock(START);

    private static BlockHeader header(long epoch, long first, int count) {
        return new BlockHeader("s", 1, epoch, first, count, START.toEpochMilli(), List.of());
    }

    private static SpooledBlock spooled(long position, BlockHeader header) {
        return new SpooledBlock(position, new BlockWriter((event, bytes) -> { })
                .write(header, Collections.nCopies(header.count(), POINT)));
    }

    private Backlog fresh() {
        return new Backlog(List.of(), Optional.empty(), 9, clock);
    }

    @Test
    void countsWhatIsSpooledSentAndAcknowledged() {
        Backlog backlog = fresh();
        backlog.spooled(spooled(1, header(9, 0, 10)));
        backlog.spooled(spooled(2, header(9, 10, 5)));
        assertThat(backlog.unsent()).isEqualTo(15);

        assertThat(backlog.read(header(9, 0, 10))).isZero();
        assertThat(backlog.unsent()).isEqualTo(5);
        backlog.acknowledged(9, 10, 0);

        assertThat(backlog.unacknowledged()).isEqualTo(5);
        assertThat(backlog.acknowledgedEvents()).isEqualTo(10);
        assertThat(backlog.ranges()).containsExactly(new EpochRange(9, 10, 15));
    }

    @Test
    void aHoleIsCountedOnceWhenWhatFollowsIsAcknowledged() {
        Backlog backlog = fresh();
        backlog.spooled(spooled(1, header(9, 0, 10)));
        backlog.spooled(spooled(2, header(9, 10, 5)));
        assertThat(backlog.read(header(9, 10, 5))).isEqualTo(10);
        assertThat(backlog.lost()).isZero();
        backlog.acknowledged(9, 15, 10);

        assertThat(backlog.lost()).isEqualTo(10);
        assertThat(backlog.acknowledgedEvents()).isEqualTo(5);
        assertThat(backlog.unacknowledged()).isZero();
    }

    @Test
    void whatIsGoneWhenItBeginsAnewIsLostOverEpochsToo() {
        Backlog backlog = new Backlog(List.of(new EpochEnd(1, 10), new EpochEnd(2, 20), new EpochEnd(3, 30)),
                Optional.of(header(1, 4, 6)), 9, clock);
        assertThat(backlog.unacknowledged()).isEqualTo(6 + 20 + 30);
        backlog.beginsWith(header(3, 5, 25));

        assertThat(backlog.lost()).isEqualTo(6 + 20 + 5);
        assertThat(backlog.unsent()).isEqualTo(25);
        assertThat(backlog.ranges()).containsExactly(new EpochRange(3, 5, 30), new EpochRange(9, 0, 0));
        assertThat(backlog.older()).containsExactly(new EpochEnd(3, 30));
    }

    @Test
    void anEpochNobodyKnewOfComesBeforeThePresentOne() {
        Backlog backlog = fresh();
        backlog.spooled(spooled(5, header(9, 0, 3)));

        assertThat(backlog.read(header(7, 100, 10))).isZero();
        assertThat(backlog.ranges()).containsExactly(new EpochRange(7, 100, 110), new EpochRange(9, 0, 3));
        assertThat(backlog.unsent()).isEqualTo(3);
    }

    @Test
    void aServerThatIsAheadIsSentTheRest() {
        Backlog backlog = new Backlog(List.of(new EpochEnd(1, 10), new EpochEnd(2, 20)), Optional.of(header(1, 0, 10)), 9, clock);
        backlog.resumesAt(1, 10);
        backlog.resumesAt(2, 7);

        assertThat(backlog.unsent()).isEqualTo(13);
        assertThat(backlog.firstOf(2)).hasValue(7);
        assertThat(backlog.read(header(1, 0, 10))).isZero();
        assertThat(backlog.read(header(2, 0, 20))).isZero();
        assertThat(backlog.acknowledgedEvents()).isEqualTo(17);
    }

    @Test
    void waitsForOthersAtMostSoLongAndForSoMany() {
        Backlog backlog = fresh();
        assertThat(backlog.dueAt(10, Duration.ofSeconds(30))).isEmpty();
        backlog.spooled(spooled(1, header(9, 0, 4)));
        clock.advance(Duration.ofSeconds(20));
        backlog.spooled(spooled(2, header(9, 4, 4)));
        assertThat(backlog.dueAt(10, Duration.ofSeconds(30)).getAsLong() - clock.nanoTime())
                .isEqualTo(Duration.ofSeconds(10).toNanos());
        backlog.spooled(spooled(3, header(9, 8, 4)));

        assertThat(backlog.dueAt(10, Duration.ofSeconds(30)).getAsLong() - clock.nanoTime()).isNotPositive();
    }

    @Test
    void handsOnWhatFitsAndNothingTwice() {
        Backlog backlog = fresh();
        for (int i = 1; i <= 3; i++) {
            backlog.spooled(spooled(i, header(9, (i - 1) * 10L, 10)));
        }

        assertThat(backlog.handedAt(2)).hasValueSatisfying(block -> assertThat(block.position()).isEqualTo(2));
        assertThat(backlog.handedAt(1)).isEmpty();
        assertThat(backlog.handedAt(2)).isEmpty();
        assertThat(backlog.handedAt(3)).isPresent();
    }

    @Test
    void tellsTheAgeOfTheOldestRoughly() {
        Backlog backlog = fresh();
        for (int i = 0; i < 5000; i++) {
            backlog.spooled(spooled(i + 1, header(9, i, 1)));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(backlog.age()).isEqualTo(Duration.ofSeconds(5000));
        backlog.acknowledged(9, 4990, 0);
        assertThat(backlog.age()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30));
        backlog.acknowledged(9, 5000, 0);

        assertThat(backlog.age()).isZero();
    }
}
