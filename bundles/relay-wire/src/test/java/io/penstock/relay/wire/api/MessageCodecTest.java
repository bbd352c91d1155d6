package io.penstock.relay.wire.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.value.Secret;
import io.penstock.relay.wire.api.Message.Ack;
import io.penstock.relay.wire.api.Message.Goodbye;
import io.penstock.relay.wire.api.Message.Heartbeat;
import io.penstock.relay.wire.api.Message.Notice;
import io.penstock.relay.wire.api.Message.Proof;
import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.Message.Reset;
import io.penstock.relay.wire.api.Message.Welcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
    static Stream<Message> messages() {
        return Stream.of(Samples.HELLO, Samples.CHALLENGE, Samples.PROOF, new Proof(Bytes.of(), List.of()), Samples.WELCOME,
                new Welcome(List.of(), 1, 1, 1, Duration.ofMillis(1), 1), Samples.REJECT,
                new Reject(RejectCode.RATE, "größe", 1, 1, Duration.ofMillis(1500)), Samples.ACK, new Ack(-1, -1),
                new Heartbeat(), new Goodbye(""), new Reset(), new Notice(NoticeCode.IDENTITY_SHARED, "two machines"));
    }

    private static Message decode(int type, ByteBuffer body) {
        return MessageCodec.decode(new Frame(type, body));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void givesBackEveryMessage(Message message) {
        assertThat(decode(message.type(), MessageCodec.body(message))).isEqualTo(message);
        FrameReader reader = message == Samples.HELLO ? new FrameReader(1000) : FrameReader.of(Dialect.PENSTOCK, 1000);
        reader.feed(MessageCodec.encode(message));
        assertThat(MessageCodec.decode(reader.next().orElseThrow())).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void refusesEveryMessageThatIsCutOrTooLong(Message message) {
        byte[] body = MessageCodec.body(message).array();
        for (int cut = 0; cut < body.length; cut++) {
            ByteBuffer part = ByteBuffer.wrap(body, 0, cut);
            assertThatThrownBy(() -> decode(message.type(), part)).as("cut at " + cut).isInstanceOf(PenstockException.class);
        }
        byte[] longer = java.util.Arrays.copyOf(body, body.length + 1);
        assertThatThrownBy(() -> decode(message.type(), ByteBuffer.wrap(longer))).hasMessageContaining("too many");
    }

    @Test
    void refusesTypesThatAreNoMessages() {
        for (int type : new int[] {0, Frame.SERIES, Frame.DATA, 13, 255}) {
            assertThatThrownBy(() -> decode(type, ByteBuffer.allocate(0))).hasMessageContaining("type " + type);
        }
    }

    @Test
    void takesCodesItDoesNotKnow() {
        ByteBuffer body = ByteBuffer.wrap(HexFormat.of().parseHex("63" + "0178" + "01" + "02" + "00"));
        assertThat(decode(Frame.REJECT, body)).isEqualTo(new Reject(RejectCode.UNKNOWN, "x", 1, 2, Duration.ZERO));
    }

    @Test
    void refusesEpochsThatMakeNoSense() {
        assertThatThrownBy(() -> decode(Frame.PROOF, ByteBuffer.wrap(HexFormat.of().parseHex("00" + "01"
                + "0123456789abcdef" + "05" + "04")))).hasMessageContaining("behind");
        PostcardWriter many = new PostcardWriter(1000).varint(0).varint(65);
        IntStream.range(0, 65).forEach(i -> many.raw64(i).varint(0).varint(0));
        assertThatThrownBy(() -> decode(Frame.PROOF, many.toBuffer())).hasMessageContaining("epochs: 65");
    }

    @Test
    void refusesAWelcomeThatAllowsNothing() {
        assertThatThrownBy(() -> decode(Frame.WELCOME, ByteBuffer.wrap(HexFormat.of().parseHex("00" + "00" + "01" + "01" + "01"
                + "01")))).hasMessageContaining("limit of 0");
    }

    @Test
    void cutsReasonsThatAreTooLongOrNoText() {
        Goodbye odd = new Goodbye("a\ud800b\ud83d\ude00");
        assertThat(decode(Frame.GOODBYE, MessageCodec.body(odd))).isEqualTo(new Goodbye("a?b\ud83d\ude00"));
        Goodbye goodbye = (Goodbye) decode(Frame.GOODBYE, MessageCodec.body(new Goodbye("\ud83d\ude00".repeat(2000))));
        assertThat(goodbye.message().length()).isEqualTo(2000);
    }

    @Test
    void provesATokenForThisConversationOnly() {
        ByteBuffer hello = MessageCodec.body(Samples.HELLO);
        ByteBuffer challenge = MessageCodec.body(Samples.CHALLENGE);
        Bytes mac = HelloProof.mac(Samples.TOKEN, hello, challenge);
        assertThat(HelloProof.matches(mac, Samples.TOKEN, hello, challenge)).isTrue();
        assertThat(HelloProof.matches(mac, Secret.of("another"), hello, challenge)).isFalse();
        assertThat(HelloProof.matches(mac, Samples.TOKEN, challenge, hello)).isFalse();
        assertThat(HelloProof.matches(Bytes.of(), Samples.TOKEN, hello, challenge)).isFalse();
        assertThatThrownBy(() -> HelloProof.mac(Secret.of(""), hello, challenge)).isInstanceOf(PenstockException.class);
        assertThat(hello.remaining()).as("read, not consumed").isPositive();
    }

    @Test
    void allowsWhatEachPhaseAllowsAndNothingElse() {
        assertThat(IntStream.range(-1, 256).filter(Phase.AWAITS_HELLO::allows)).containsExactly(Frame.HELLO);
        assertThat(IntStream.range(-1, 256).filter(Phase.AWAITS_PROOF::allows))
                .containsExactly(Frame.PROOF, Frame.REJECT, Frame.GOODBYE);
        assertThat(IntStream.range(-1, 256).filter(Phase.RECEIVES::allows)).containsExactly(Frame.REJECT, Frame.SERIES,
                Frame.DATA, Frame.HEARTBEAT, Frame.GOODBYE, Frame.RESET);
        assertThat(IntStream.range(-1, 256).filter(Phase.AWAITS_CHALLENGE::allows))
                .containsExactly(Frame.CHALLENGE, Frame.REJECT, Frame.GOODBYE);
        assertThat(IntStream.range(-1, 256).filter(Phase.AWAITS_WELCOME::allows))
                .containsExactly(Frame.WELCOME, Frame.REJECT, Frame.GOODBYE);
        assertThat(IntStream.range(-1, 256).filter(Phase.SENDS::allows)).containsExactly(Frame.REJECT, Frame.ACK,
                Frame.HEARTBEAT, Frame.GOODBYE, Frame.NOTICE);
    }
}
