package io.penstock.relay.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The frames the protocol's document shows are those both ends make and take: it cannot drift. */
class DocumentedFramesTest {
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "relay-protocol.md");
    private static final HexFormat HEX = HexFormat.of();

    private static Map<String, String> frames() {
        Map<String, String> frames = new LinkedHashMap<>();
        frames.put("Hello", HEX.formatHex(MessageCodec.encode(Samples.HELLO).array()));
        frames.put("Challenge", HEX.formatHex(MessageCodec.encode(Samples.CHALLENGE).array()));
        frames.put("Proof", HEX.formatHex(MessageCodec.encode(Samples.PROOF).array()));
        frames.put("Welcome", HEX.formatHex(MessageCodec.encode(Samples.WELCOME).array()));
        List<ByteBuffer> data = Wire.encode(new DataEncoder(WireLimits.USUAL, Compression.NONE), Samples.EPOCH, 0, Samples.EVENTS);
        frames.put("Series", hex(data.get(0)));
        frames.put("Data", hex(data.get(1)));
        frames.put("Ack", HEX.formatHex(MessageCodec.encode(Samples.ACK).array()));
        frames.put("Reject", HEX.formatHex(MessageCodec.encode(Samples.REJECT).array()));
        return frames;
    }

    private static String hex(ByteBuffer bytes) {
        byte[] content = new byte[bytes.remaining()];
        bytes.duplicate().get(content);
        return HEX.formatHex(content);
    }

    /** Lines {@code name  hex ...} of the block that begins with {@code Hello}; further lines of hex belong to the one before. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        String name = "";
        for (String line : Files.readAllLines(DOCUMENT)) {
            String[] parts = line.strip().split(" +");
            boolean begins = parts.length == 2 && frames().containsKey(parts[0]) && parts[1].matches("[0-9a-f]{8,}");
            if (begins) {
                name = parts[0];
                found.put(name, parts[1]);
            } else if (!name.isEmpty() && parts.length == 1 && parts[0].matches("[0-9a-f]{2,}")) {
                found.merge(name, parts[0], String::concat);
            } else {
                name = "";
            }
        }
        return found;
    }

    @Test
    void theDocumentShowsTheFramesWeMake() throws IOException {
        assertThat(documented()).isEqualTo(frames());
    }

    /** As if one side had said it all. */
    @Test
    void theFramesAreTheSameWhereverTheirBytesAreCut() throws IOException {
        byte[] bytes = HEX.parseHex(String.join("", documented().values()));
        List<Frame> expected = fed(bytes, bytes.length);
        assertThat(expected).extracting(Frame::type).containsExactly(1, 2, 3, 4, 6, 7, 8, 5);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(fed(bytes, cut)).as("cut at " + cut).isEqualTo(expected);
        }
    }

    /** In pieces of which the first has {@code cut} bytes, and the others as many at most. */
    private static List<Frame> fed(byte[] bytes, int cut) {
        FrameReader reader = new FrameReader(RelayProtocol.MAX_HANDSHAKE_FRAME_BYTES);
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += cut) {
            reader.feed(ByteBuffer.wrap(bytes, at, Math.min(cut, bytes.length - at)));
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                frames.add(next.get());
            }
        }
        return frames;
    }

    @Test
    void weTakeTheFramesTheDocumentShows() throws IOException {
        DataDecoder decoder = new DataDecoder(WireLimits.USUAL, UnaryOperator.identity());
        List<Event> events = new ArrayList<>();
        for (String name : List.of("Series", "Data")) {
            ByteBuffer bytes = ByteBuffer.wrap(HEX.parseHex(documented().get(name)));
            Wire.decode(decoder, List.of(bytes)).forEach(each -> events.addAll(each.events()));
        }
        assertThat(events).isEqualTo(Samples.EVENTS);
    }
}
