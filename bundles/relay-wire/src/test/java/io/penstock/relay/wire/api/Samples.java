package io.penstock.relay.wire.api;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.value.Secret;
import io.penstock.relay.wire.api.Message.Ack;
import io.penstock.relay.wire.api.Message.Challenge;
import io.penstock.relay.wire.api.Message.Hello;
import io.penstock.relay.wire.api.Message.Proof;
import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.Message.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** One conversation, the one the protocol's document shows. */
final class Samples {
    static final Secret TOKEN = Secret.of("correct horse battery staple");
    static final long EPOCH = 0x0123456789abcdefL;
    static final Hello HELLO = new Hello(1, 1, RelayProtocol.FEATURE_ZSTD | RelayProtocol.FEATURE_RECORDS,
            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), "node1", "penstock/0.1.0", counting(16, 0));
    static final Challenge CHALLENGE = new Challenge(1, RelayProtocol.FEATURE_RECORDS,
            UUID.fromString("ffeeddcc-bbaa-9988-7766-554433221100"), counting(32, 0x80), "penstock/0.1.0");
    static final Proof PROOF = new Proof(
            HelloProof.mac(TOKEN, MessageCodec.body(HELLO), MessageCodec.body(CHALLENGE)),
            List.of(new EpochRange(0xfedcba9876543210L, 1000, 1000), new EpochRange(EPOCH, 0, 300)));
    static final Welcome WELCOME = new Welcome(List.of(OptionalLong.of(1000), OptionalLong.empty()), 4_194_304, 50_000,
            8_388_608, Duration.ofSeconds(10), 100_000);
    static final Ack ACK = new Ack(EPOCH, 3);
    static final Reject REJECT = new Reject(RejectCode.VERSION, "no common version: 2..3 here", 2, 3, Duration.ZERO);
    static final List<Event> EVENTS = List.of(
            new Measurement("cpu_time_total", Instant.ofEpochSecond(1_700_000_000L, 500_000_000), Unsigned.of(442), "ms",
                    Entity.LOCAL_MACHINE, new Entity("process", "1234"), Fields.of("mode", "user")),
            Measurement.of("load_1m", Instant.ofEpochSecond(1_700_000_000L, 500_000_000), 0.75, "1"),
            new Measurement("cpu_time_total", Instant.ofEpochSecond(1_700_000_005L, 500_000_000), Unsigned.of(450), "ms",
                    Entity.LOCAL_MACHINE, new Entity("process", "1234"), Fields.of("mode", "user")));

    private Samples() {
    }

    private static Bytes counting(int length, int from) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return Bytes.of(bytes);
    }
}
