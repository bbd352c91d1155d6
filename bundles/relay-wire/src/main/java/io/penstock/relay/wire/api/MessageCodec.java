package io.penstock.relay.wire.api;

import static io.penstock.relay.wire.api.RelayProtocol.MAX_TEXT_BYTES;

import io.penstock.core.event.Bytes;
import io.penstock.core.value.Utf8Text;
import io.penstock.relay.wire.api.Message.Ack;
import io.penstock.relay.wire.api.Message.Challenge;
import io.penstock.relay.wire.api.Message.Goodbye;
import io.penstock.relay.wire.api.Message.Heartbeat;
import io.penstock.relay.wire.api.Message.Hello;
import io.penstock.relay.wire.api.Message.Notice;
import io.penstock.relay.wire.api.Message.Proof;
import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.Message.Reset;
import io.penstock.relay.wire.api.Message.Welcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Messages as frames and back. Stateless, thread-safe. */
public final class MessageCodec {
    /** Longer messages for people are cut. */
    private static final int MAX_REASON_CHARS = 1000;
    private static final int MAX_MAC_BYTES = 64;
    private static final int EPOCH_BYTES = 10;

    private MessageCodec() {
    }

    /** The whole frame, length prefix and, for a Hello, preamble included. */
    public static ByteBuffer encode(Message message) {
        PostcardWriter out = new PostcardWriter(64).littleEnd(0, Integer.BYTES);
        if (message instanceof Hello) {
            out.raw(FrameReader.PREAMBLE, 0, FrameReader.PREAMBLE.length);
        }
        write(out.u8(message.type()), message);
        out.patch32(0, out.size() - Integer.BYTES);
        return out.toBuffer();
    }

    /** What follows the type, as {@link Frame#body} gives it to the other side: what {@link HelloProof} needs. */
    public static ByteBuffer body(Message message) {
        PostcardWriter out = new PostcardWriter(64);
        write(out, message);
        return out.toBuffer();
    }

    /**
     * Reads a message.
     *
     * @throws io.penstock.core.error.PenstockException CORRUPT for a body that is not one of its type, and for Series, Data and unknown types
     */
    public static Message decode(Frame frame) {
        PostcardReader in = new PostcardReader(frame.body());
        Message message = read(frame.type(), in);
        in.end();
        return message;
    }

    private static void write(PostcardWriter out, Message message) {
        if (message instanceof Hello hello) {
            out.varint(hello.minVersion()).varint(hello.maxVersion()).varint(hello.features());
            uuid(out, hello.client()).text(hello.name()).text(hello.software());
            out.raw(hello.nonce().toArray(), 0, Hello.NONCE_BYTES);
        } else if (message instanceof Challenge challenge) {
            uuid(out.varint(challenge.version()).varint(challenge.features()), challenge.server());
            out.raw(challenge.nonce().toArray(), 0, Challenge.NONCE_BYTES).text(challenge.software());
        } else if (message instanceof Proof proof) {
            out.bytes(proof.mac().toArray()).varint(proof.epochs().size());
            proof.epochs().forEach(each -> out.raw64(each.epoch()).varint(each.first()).varint(each.next()));
        } else if (message instanceof Welcome welcome) {
            write(out, welcome);
        } else {
            writeLater(out, message);
        }
    }

    private static void write(PostcardWriter out, Welcome welcome) {
        out.varint(welcome.resume().size());
        for (OptionalLong next : welcome.resume()) {
            out.bool(next.isPresent());
            next.ifPresent(out::varint);
        }
        out.varint(welcome.maxFrameBytes()).varint(welcome.maxEvents()).varint(welcome.windowBytes());
        millis(out, welcome.heartbeat()).varint(welcome.maxSeries());
    }

    private static void writeLater(PostcardWriter out, Message message) {
        if (message instanceof Reject reject) {
            out.varint(reject.code().number()).text(reason(reject.message()));
            millis(out.varint(reject.minVersion()).varint(reject.maxVersion()), reject.retryAfter());
        } else if (message instanceof Ack ack) {
            out.raw64(ack.epoch()).varint(ack.next());
        } else if (message instanceof Goodbye goodbye) {
            out.text(reason(goodbye.message()));
        } else if (message instanceof Notice notice) {
            out.varint(notice.code().number()).text(reason(notice.message()));
        }
    }

    private static Message read(int type, PostcardReader in) {
        return switch (type) {
            case Frame.HELLO -> new Hello(version(in), version(in), in.varint(), uuid(in), in.text(MAX_TEXT_BYTES),
                    in.text(MAX_TEXT_BYTES), Bytes.of(in.raw(Hello.NONCE_BYTES)));
            case Frame.CHALLENGE -> new Challenge(version(in), in.varint(), uuid(in),
                    Bytes.of(in.raw(Challenge.NONCE_BYTES)), in.text(MAX_TEXT_BYTES));
            case Frame.PROOF -> new Proof(Bytes.of(in.bytes(MAX_MAC_BYTES)), epochs(in));
            case Frame.WELCOME -> new Welcome(resume(in), positive(in), positive(in), positive(in), millis(in), positive(in));
            case Frame.REJECT -> new Reject(RejectCode.of(in.varint32()), in.text(MAX_TEXT_BYTES), version(in), version(in),
                    millis(in));
            case Frame.ACK -> new Ack(in.raw64(), in.varint());
            case Frame.HEARTBEAT -> new Heartbeat();
            case Frame.GOODBYE -> new Goodbye(in.text(MAX_TEXT_BYTES));
            case Frame.RESET -> new Reset();
            case Frame.NOTICE -> new Notice(NoticeCode.of(in.varint32()), in.text(MAX_TEXT_BYTES));
            default -> throw in.corrupt("a frame of type " + type + ", which is no message");
        };
    }

    private static List<EpochRange> epochs(PostcardReader in) {
        int count = in.count(EPOCH_BYTES, RelayProtocol.MAX_EPOCHS, "epochs");
        List<EpochRange> epochs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long epoch = in.raw64();
            long first = in.varint();
            long next = in.varint();
            if (Long.compareUnsigned(first, next) > 0) {
                throw in.corrupt("an epoch whose first event lies behind its next");
            }
            epochs.add(new EpochRange(epoch, first, next));
        }
        return epochs;
    }

    private static List<OptionalLong> resume(PostcardReader in) {
        int count = in.count(1, RelayProtocol.MAX_EPOCHS, "epochs");
        List<OptionalLong> resume = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            resume.add(in.bool() ? OptionalLong.of(in.varint()) : OptionalLong.empty());
        }
        return resume;
    }

    private static int version(PostcardReader in) {
        return in.atMost(Integer.MAX_VALUE, "version");
    }

    private static int positive(PostcardReader in) {
        int value = in.atMost(Integer.MAX_VALUE, "limit");
        if (value == 0) {
            throw in.corrupt("a limit of 0");
        }
        return value;
    }

    private static PostcardWriter millis(PostcardWriter out, Duration duration) {
        return out.varint(Math.max(0, Math.min(Integer.MAX_VALUE, duration.toMillis())));
    }

    private static Duration millis(PostcardReader in) {
        return Duration.ofMillis(in.varint32());
    }

    private static PostcardWriter uuid(PostcardWriter out, UUID uuid) {
        return out.raw64(uuid.getMostSignificantBits()).raw64(uuid.getLeastSignificantBits());
    }

    private static UUID uuid(PostcardReader in) {
        return new UUID(in.raw64(), in.raw64());
    }

    /** Whatever an error said must not break the message about it. */
    private static String reason(String text) {
        String whole = Utf8Text.isUnicode(text) ? text : text.replaceAll("[\\ud800-\\udfff]", "?");
        return whole.codePointCount(0, whole.length()) <= MAX_REASON_CHARS ? whole
                : whole.substring(0, whole.offsetByCodePoints(0, MAX_REASON_CHARS));
    }
}
