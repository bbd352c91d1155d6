package io.penstock.relay.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes in comes out, to the last bit. {@code -Dpenstock.seeds=500} takes longer; a failure names its seed. */
class DataRoundTripTest {
    private static final int SEEDS = Integer.getInteger("penstock.seeds", 10);

    @ParameterizedTest
    @EnumSource(Compression.class)
    void givesBackEveryEventExactly(Compression compression) {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomEvents random = new RandomEvents(seed);
            DataEncoder encoder = new DataEncoder(Wire.TIGHT, compression);
            DataDecoder decoder = new DataDecoder(Wire.TIGHT, UnaryOperator.identity());
            long next = 0;
            for (int batch = 0; batch < 6; batch++) {
                List<Event> events = random.batch(400);
                List<ByteBuffer> frames = Wire.encode(encoder, seed, next, events);
                List<String> found = new ArrayList<>();
                for (Decoded decoded : Wire.decode(decoder, frames)) {
                    assertThat(decoded.epoch()).isEqualTo(seed);
                    assertThat(decoded.first()).as("numbers without a hole, seed " + seed).isEqualTo(next);
                    assertThat(decoded.unfit()).isEmpty();
                    assertThat(decoded.count()).isEqualTo(decoded.events().size()).isLessThanOrEqualTo(Wire.TIGHT.maxEvents());
                    next = decoded.next();
                    decoded.events().forEach(each -> found.add(Wire.exact(each)));
                }
                assertThat(found).as("seed " + seed).isEqualTo(events.stream().map(Wire::exact).toList());
            }
        }
    }
}
