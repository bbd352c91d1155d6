package io.penstock.relay.wire.alumet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Unsigned;
import io.penstock.relay.wire.alumet.api.AlumetMessage.Greet;
import io.penstock.relay.wire.alumet.api.AlumetMessage.GreetResponse;
import io.penstock.relay.wire.alumet.api.AlumetMessage.RegisterMetrics;
import io.penstock.relay.wire.alumet.api.AlumetMessage.SendMeasurements;
import io.penstock.relay.wire.api.Dialect;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.FrameReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Alumet's bytes, derived from its protocol's description by another encoder than ours. */
class AlumetCodecTest {
    private static final Map<String, AlumetMessage> GOLDEN = Map.of(
            "00000014056e6f6465310005302e392e3505302e362e3002", new Greet("node1", "0.9.5", "0.6.0", 2),
            "0000001000010105302e392e3505302e362e3002", new GreetResponse("", true, "0.9.5", "0.6.0", 2),
            "00000023056e6f6465310201031070726f636573735f6370755f74696d65010173056d696c6c69",
            new RegisterMetrics("node1", List.of(new AlumetMetric(3, "process_cpu_time", false, "s", "milli"))),
            "0000003f056e6f64653103010380e2cfaa06f403012a0d6c6f63616c5f6d616368696e65000770726f6365737304"
                    + "3132333401096370755f7374617465030475736572",
            new SendMeasurements("node1", List.of(new AlumetPoint(3, 1_700_000_000, 500, Unsigned.of(42),
                    Entity.LOCAL_MACHINE, new Entity("process", "1234"), Fields.of("cpu_state", "user")))));

    @Test
    void writesTheGoldenFrames() {
        GOLDEN.forEach((hex, message) -> assertThat(HexFormat.of().formatHex(AlumetCodec.encode(message).array())).isEqualTo(hex));
    }

    @Test
    void readsTheGoldenFramesHoweverTheyAreCut() {
        GOLDEN.forEach((hex, message) -> {
            byte[] bytes = HexFormat.of().parseHex(hex);
            for (int cut = 0; cut <= bytes.length; cut++) {
                FrameReader reader = new FrameReader(AlumetCodec.MAX_FRAME_BYTES);
                reader.feed(ByteBuffer.wrap(bytes, 0, cut));
                reader.feed(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
                assertThat(AlumetCodec.decode(reader.next().orElseThrow())).isEqualTo(message);
                assertThat(reader.next()).isEmpty();
                assertThat(reader.dialect()).contains(Dialect.ALUMET);
            }
        });
    }

    @Test
    void readsFramesThatArriveTogether() {
        FrameReader reader = new FrameReader(AlumetCodec.MAX_FRAME_BYTES);
        reader.feed(ByteBuffer.wrap(HexFormat.of().parseHex(String.join("", GOLDEN.keySet()))));
        List<AlumetMessage> found = new ArrayList<>();
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            found.add(AlumetCodec.decode(next.get()));
        }
        assertThat(found).containsExactlyElementsOf(GOLDEN.values());
    }

    @Test
    void carriesEveryTypeOfAttribute() {
        Fields attributes = Fields.builder().set("f", -0.0).set("u", Unsigned.MAX).set("b", true).set("s", "größe")
                .set("l", List.of(Unsigned.of(1), Unsigned.MAX)).build();
        AlumetMessage message = new SendMeasurements("n", List.of(new AlumetPoint(65_535, 0, 999_999_999, Double.NaN,
                new Entity("a", "b"), Entity.LOCAL_MACHINE, attributes)));
        assertThat(decode(AlumetCodec.encode(message))).isEqualTo(message);
    }

    @Test
    void refusesWhatIsNoMessage() {
        assertThatThrownBy(() -> decode(frame("016e04"))).as("kind").isInstanceOf(PenstockException.class)
                .hasMessageContaining("kind 4");
        assertThatThrownBy(() -> decode(frame("016e0001610162020000"))).as("rest").hasMessageContaining("too many");
        assertThatThrownBy(() -> decode(frame("ffffffff0f"))).as("name").hasMessageContaining("text");
        assertThatThrownBy(() -> decode(frame("016e03ffffffff07"))).as("points").hasMessageContaining("points");
        assertThatThrownBy(() -> decode(frame("016e030103000003010000000000"))).as("value").hasMessageContaining("type of value");
        assertThatThrownBy(() -> decode(frame("016e020103017802017300"))).as("metric's type").hasMessageContaining("type");
    }

    private static ByteBuffer frame(String body) {
        byte[] bytes = HexFormat.of().parseHex(body);
        return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip();
    }

    private static AlumetMessage decode(ByteBuffer bytes) {
        FrameReader reader = FrameReader.of(Dialect.ALUMET, AlumetCodec.MAX_FRAME_BYTES);
        reader.feed(bytes);
        return AlumetCodec.decode(reader.next().orElseThrow());
    }
}
