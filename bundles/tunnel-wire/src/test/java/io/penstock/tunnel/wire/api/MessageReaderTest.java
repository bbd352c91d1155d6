package io.penstock.tunnel.wire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
    private static final Message FIRST = new Message.Connect("db:5432", Optional.empty(), Optional.empty());
    private static final Message SECOND = new Message.Leaving();

    private static ByteBuf frames(Message... messages) {
        ByteBuf all = Unpooled.buffer();
        for (Message message : messages) {
            ByteBuf frame = Envelope.of(message).frame(ByteBufAllocator.DEFAULT);
            all.writeBytes(frame);
            frame.release();
        }
        return all;
    }

    private static void readAll(MessageReader reader, List<Message> into) {
        for (Optional<Envelope> one = reader.next(); one.isPresent(); one = reader.next()) {
            into.add(one.get().message());
        }
    }

    @Test
    void readsMessagesCutAnywhere() {
        ByteBuf all = frames(FIRST, SECOND);
        for (int cut = 0; cut <= all.readableBytes(); cut++) {
            List<Message> read = new ArrayList<>();
            try (MessageReader reader = new MessageReader(4096)) {
                reader.add(all.copy(0, cut));
                readAll(reader, read);
                reader.add(all.copy(cut, all.readableBytes() - cut));
                readAll(reader, read);
                assertThat(reader.taken()).isEqualTo(all.readableBytes());
            }
            assertThat(read).as("cut at %d", cut).containsExactly(FIRST, SECOND);
        }
    }

    @Test
    void readsMessagesByteByByte() {
        ByteBuf all = frames(FIRST, SECOND, FIRST);
        List<Message> read = new ArrayList<>();
        try (MessageReader reader = new MessageReader(4096)) {
            while (all.isReadable()) {
                reader.add(all.readBytes(1));
                readAll(reader, read);
            }
        }
        assertThat(read).containsExactly(FIRST, SECOND, FIRST);
    }

    @Test
    void handsOverWhatFollowsTheMessages() {
        ByteBuf all = frames(FIRST).writeBytes("raw bytes".getBytes(UTF_8));
        try (MessageReader reader = new MessageReader(4096)) {
            reader.add(all);
            assertThat(reader.next()).isPresent();
            ByteBuf rest = reader.rest();
            assertThat(rest.toString(UTF_8)).isEqualTo("raw bytes");
            assertThat(reader.taken()).isEqualTo(Envelope.of(FIRST).body().length() + 4);
            rest.release();
        }
        assertThat(all.refCnt()).isZero();
    }

    @Test
    void refusesALengthBeyondItsLimitBeforeTheBytesCome() {
        try (MessageReader reader = new MessageReader(100)) {
            reader.add(Unpooled.buffer().writeInt(101));
            assertThatThrownBy(reader::next).isInstanceOf(PenstockException.class).hasMessageContaining("101");
        }
    }

    @Test
    void refusesALengthOfFourGigabytes() {
        try (MessageReader reader = new MessageReader(100)) {
            reader.add(Unpooled.buffer().writeInt(-1));
            assertThatThrownBy(reader::next).isInstanceOf(PenstockException.class).hasMessageContaining("4294967295");
        }
    }

    @Test
    void countsMessagesItDoesNotKnow() {
        byte[] body = "{\"type\":\"new\"}".getBytes(UTF_8);
        try (MessageReader reader = new MessageReader(100)) {
            reader.add(Unpooled.buffer().writeInt(body.length).writeBytes(body).writeBytes(frames(SECOND)));
            assertThat(reader.next().map(Envelope::message)).contains(SECOND);
            assertThat(reader.ignored()).isEqualTo(1);
        }
    }
}
