package io.penstock.tunnel.wire.api;

import java.util.List;

/** Whom a gateway knows. Asked on event loops: must answer from memory. Thread-safe. */
@FunctionalInterface
public interface KeyDirectory {
    /**
     * The keys of an id, at most {@link TunnelProtocol#MAX_KEYS}; empty when nobody of this kind has the id. Those who are
     * disabled have keys: they are told so after their proof.
     */
    List<VerifyingKey> keys(PeerKind kind, String id);
}
