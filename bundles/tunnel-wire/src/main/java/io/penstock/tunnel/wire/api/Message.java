package io.penstock.tunnel.wire.api;

import java.util.List;
import java.util.Optional;

/** What the ends of a tunnel tell each other, on the control stream and at the beginning of a data stream. */
public sealed interface Message {
    /**
     * Dialler's first.
     *
     * @param lowest version it speaks
     * @param highest version it speaks
     * @param instance 128 random bits as hex, one per process
     * @param connection which of its connections this is, from 0
     * @param connections how many it means to have
     * @param software for people, e.g. {@code penstock 0.1.0}
     * @param features what it understands beyond the version, e.g. {@link TunnelProtocol#DRAIN}
     * @param nonce 32 random bytes
     */
    record Hello(int lowest, int highest, PeerKind kind, String id, String instance, int connection, int connections,
            String software, List<String> features, Octets nonce) implements Message {
        /** Copies. */
        public Hello {
            features = List.copyOf(features);
        }
    }

    /**
     * Gateway's answer to any Hello it can read, whether it knows the id or not.
     *
     * @param version the one to speak from here
     * @param gateway its name
     * @param nonce 32 random bytes
     */
    record Challenge(int version, String gateway, List<String> features, Octets nonce) implements Message {
        /** Copies. */
        public Challenge {
            features = List.copyOf(features);
        }
    }

    /**
     * Dialler's proof of its key.
     *
     * @param key {@link VerifyingKey#id}
     * @param signature of the transcript
     */
    record Proof(String key, Octets signature) implements Message {
    }

    /**
     * Gateway lets the dialler in.
     *
     * @param name what the gateway calls it
     * @param heartbeatMs how often it pings
     * @param maxStreams how many streams at once
     * @param resumeToken what {@link TunnelProtocol#RESUMABLE} resumes this session with
     */
    record Accepted(String name, long heartbeatMs, int maxStreams, Optional<ResumeToken> resumeToken) implements Message {
    }

    /**
     * Gateway does not, and closes.
     *
     * @param retryAfterMs not sooner, please
     */
    record Refused(RefusalCode code, String message, long retryAfterMs) implements Message {
    }

    /**
     * Dialler picks a session up on a new connection, right after its Proof.
     *
     * @param session which
     * @param received how many bytes of it the dialler has
     * @param mac proof of the token's secret
     */
    record Resume(Octets session, long received, Octets mac) implements Message {
    }

    /**
     * Gateway goes on with a session.
     *
     * @param received how many bytes of it the gateway has
     * @param mac proof of the token's secret
     */
    record Resumed(long received, Octets mac) implements Message {
    }

    /** Gateway asks an agent to try a target. {@code re} is repeated by the answer. */
    record Test(long re, String target) implements Message {
    }

    /** Agent's answer to {@link Test}. */
    record TestResult(long re, OpenCode code, long ms, String message) implements Message {
    }

    /**
     * Gateway asks a dialler to make a new connection, then to leave this one.
     *
     * @param deadlineMs how long streams of this connection may still go on
     * @param to another gateway, as {@code host:port}
     */
    record Drain(String reason, long deadlineMs, Optional<String> to) implements Message {
    }

    /** Agent tells how its targets are: all of them. */
    record Targets(List<TargetHealth> targets) implements Message {
        /** Copies. */
        public Targets {
            targets = List.copyOf(targets);
        }
    }

    /** Dialler wants no new streams on this connection; those it has go on. */
    record Leaving() implements Message {
    }

    /**
     * First on a data stream; bytes for the target may follow at once.
     *
     * @param target a name the agent knows, or {@code host:port}
     * @param from who wants it, for the agent's log
     * @param agent which agent; only visitors say it
     */
    record Connect(String target, Optional<String> from, Optional<String> agent) implements Message {
    }

    /**
     * Answer to {@link Connect}: the target's bytes follow.
     *
     * @param ms how long the connect took
     * @param address what was dialled
     */
    record Connected(long ms, String address) implements Message {
    }

    /** Answer to {@link Connect}: the stream ends. {@code code} is not OK. */
    record Failed(OpenCode code, String message, long ms) implements Message {
    }
}
