package io.penstock.tunnel.wire.api;

import io.netty.channel.ChannelHandler;
import io.penstock.yamux.api.YamuxSession;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The sessions of a gateway that can be resumed. Thread-safe. */
public final class ResumableSessions {
    /**
     * What a gateway decides.
     *
     * @param handshakes makes a handshake, with a new nonce
     * @param mayResume whether somebody who proved their key may come back, e.g. is not disabled; asked about each of them once,
     *        before it is known whether there is such a session
     * @param make makes a new session, with {@link ResumableCarrier#settings}; on the channel's loop, at its first bytes
     * @param events told about each
     */
    public record Gateway(Supplier<GatewayHandshake> handshakes, Predicate<HandshakeStep.Proven> mayResume,
            Function<ResumableCarrier, YamuxSession> make, ResumableCarrier.Events events) {
    }

    record Entry(ResumableCarrier carrier, ResumeToken token, PeerKind kind, String id) {
    }

    private final Map<Octets, Entry> entries = new ConcurrentHashMap<>();
    private final SecureRandom random;

    /** @param random of the tokens */
    public ResumableSessions(SecureRandom random) {
        this.random = random;
    }

    /** The last handler of a connection that agreed on {@link TunnelProtocol#RESUMABLE}: makes a new session, or finds its own. */
    public ChannelHandler handler(Gateway gateway) {
        return new ResumableLink(new ResumePreface(this, gateway));
    }

    /**
     * Makes a session resumable, by whom it was made alone.
     *
     * @return what to put into {@link Message.Accepted}
     */
    public ResumeToken offer(ResumableCarrier carrier, PeerKind kind, String id) {
        ResumeToken token = new ResumeToken(bytes(ResumeToken.SESSION_BYTES), bytes(ResumeToken.SECRET_BYTES));
        entries.put(token.session(), new Entry(carrier, token, kind, id));
        carrier.resumeWith(token);
        carrier.whenOver(() -> entries.remove(token.session()));
        return token;
    }

    private Octets bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Octets.wrap(bytes);
    }

    /** How many there are, connected or not. */
    public int size() {
        return entries.size();
    }

    Optional<Entry> find(Octets session) {
        return Optional.ofNullable(entries.get(session));
    }
}
