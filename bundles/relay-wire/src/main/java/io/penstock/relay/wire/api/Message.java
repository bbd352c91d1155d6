package io.penstock.relay.wire.api;

import static java.util.Objects.requireNonNull;

import io.penstock.core.event.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Every message but the two that carry series and events. A closed family of immutable values. */
public sealed interface Message {
    /** The type of the frame it travels in. */
    int type();

    /**
     * Client to server, first.
     *
     * @param minVersion oldest version spoken
     * @param maxVersion newest version spoken
     * @param features bits of {@link RelayProtocol}
     * @param client the client's identity, kept in its data folder
     * @param name for people; may be bound to a credential
     * @param software name and version
     * @param nonce 16 random bytes
     */
    record Hello(int minVersion, int maxVersion, long features, UUID client, String name, String software,
                 Bytes nonce) implements Message {
        /** Bytes of the nonce. */
        public static final int NONCE_BYTES = 16;

        public Hello {
            requireNonNull(client, "client is null");
            requireNonNull(name, "name is null");
            requireNonNull(software, "software is null");
            requireLength(nonce, NONCE_BYTES);
        }

        @Override
        public int type() {
            return Frame.HELLO;
        }
    }

    /**
     * Server to client, answers a Hello.
     *
     * @param version the one spoken from now on
     * @param features those both have
     * @param server the server's identity
     * @param nonce 32 random bytes
     * @param software name and version
     */
    record Challenge(int version, long features, UUID server, Bytes nonce, String software) implements Message {
        /** Bytes of the nonce. */
        public static final int NONCE_BYTES = 32;

        public Challenge {
            requireNonNull(server, "server is null");
            requireNonNull(software, "software is null");
            requireLength(nonce, NONCE_BYTES);
        }

        @Override
        public int type() {
            return Frame.CHALLENGE;
        }
    }

    /**
     * Client to server, answers a Challenge.
     *
     * @param mac of {@link HelloProof}; empty without a token
     * @param epochs what there is to send, in the order it will be sent
     */
    record Proof(Bytes mac, List<EpochRange> epochs) implements Message {
        public Proof {
            requireNonNull(mac, "mac is null");
            epochs = List.copyOf(epochs);
        }

        @Override
        public int type() {
            return Frame.PROOF;
        }
    }

    /**
     * Server to client, answers a Proof; from now on events may flow.
     *
     * @param resume one for each epoch of the Proof: the number wanted next; empty when the epoch is not known here
     * @param maxFrameBytes longest frame the server takes (type and body), and longest plain body
     * @param maxEvents most events in one Data frame
     * @param windowBytes bytes of Data frames that may be on their way without acknowledgement
     * @param heartbeat how long either side may be silent before it sends a Heartbeat
     * @param maxSeries most series between two Resets
     */
    record Welcome(List<OptionalLong> resume, int maxFrameBytes, int maxEvents, int windowBytes, Duration heartbeat,
                   int maxSeries) implements Message {
        public Welcome {
            resume = List.copyOf(resume);
            requireNonNull(heartbeat, "heartbeat is null");
        }

        @Override
        public int type() {
            return Frame.WELCOME;
        }
    }

    /**
     * Either way, at any time; who sent it closes.
     *
     * @param message for people
     * @param minVersion oldest version the sender speaks
     * @param maxVersion newest version the sender speaks
     * @param retryAfter how long to wait at least; zero when nothing is known
     */
    record Reject(RejectCode code, String message, int minVersion, int maxVersion, Duration retryAfter) implements Message {
        public Reject {
            requireNonNull(code, "code is null");
            requireNonNull(message, "message is null");
            requireNonNull(retryAfter, "retryAfter is null");
        }

        /** One with the versions of these classes. */
        public static Reject of(RejectCode code, String message) {
            return new Reject(code, message, RelayProtocol.MIN_VERSION, RelayProtocol.MAX_VERSION, Duration.ZERO);
        }

        @Override
        public int type() {
            return Frame.REJECT;
        }
    }

    /**
     * Server to client: everything of the epoch below {@code next} is stored and may be forgotten.
     */
    record Ack(long epoch, long next) implements Message {
        @Override
        public int type() {
            return Frame.ACK;
        }
    }

    /** Either way, when nothing else was sent for the heartbeat's time. */
    record Heartbeat() implements Message {
        @Override
        public int type() {
            return Frame.HEARTBEAT;
        }
    }

    /** Either way: a clean end, with what a person may want to know. */
    record Goodbye(String message) implements Message {
        public Goodbye {
            requireNonNull(message, "message is null");
        }

        @Override
        public int type() {
            return Frame.GOODBYE;
        }
    }

    /** Client to server: series, names and value state begin anew. {@link DataEncoder} sends it. */
    record Reset() implements Message {
        @Override
        public int type() {
            return Frame.RESET;
        }
    }

    /** Server to client: something a person should know, while all goes on. */
    record Notice(NoticeCode code, String message) implements Message {
        public Notice {
            requireNonNull(code, "code is null");
            requireNonNull(message, "message is null");
        }

        @Override
        public int type() {
            return Frame.NOTICE;
        }
    }

    private static void requireLength(Bytes nonce, int length) {
        if (nonce.length() != length) {
            throw new IllegalArgumentException("a nonce of " + nonce.length() + " bytes; " + length + " were expected");
        }
    }
}
