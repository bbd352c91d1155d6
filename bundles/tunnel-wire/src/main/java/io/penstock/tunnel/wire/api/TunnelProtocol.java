package io.penstock.tunnel.wire.api;

import java.time.Duration;

/** What the protocol fixes; {@code docs/tunnel-protocol.md} says it in full. */
public final class TunnelProtocol {
    /** The only version there is. */
    public static final int VERSION = 1;
    /** ALPN: yamux right above TLS. */
    public static final String PLAIN = "penstock-tunnel/1";
    /** ALPN: yamux above the resumption layer. */
    public static final String RESUMABLE = "penstock-tunnel-r/1";

    /** Feature: understands {@code drain}. */
    public static final String DRAIN = "drain";
    /** Feature: wants its session to outlive its connection. */
    public static final String RESUME = "resume";

    /** Longest body of a message on the control stream. */
    public static final int MAX_CONTROL_BYTES = 16 * 1024;
    /** Longest body of a message that opens or answers a data stream. */
    public static final int MAX_OPEN_BYTES = 4 * 1024;
    /** What a gateway takes from somebody who has not proved who they are. */
    public static final int MAX_STRANGER_BYTES = 64 * 1024;
    /** How long a stranger may take, TLS included. */
    public static final Duration STRANGER_DEADLINE = Duration.ofSeconds(5);
    /** Most connections one process of an agent may have. */
    public static final int MAX_CONNECTIONS = 8;
    /** Most keys one id may have. */
    public static final int MAX_KEYS = 4;
    /** Longest text of a message that people read, in characters; longer ones are cut by whoever sends them. */
    public static final int MAX_TEXT = 512;
    /** Longest id, name or target, in characters. */
    public static final int MAX_NAME = 256;
    /** Length of both nonces. */
    public static final int NONCE_BYTES = 32;

    private TunnelProtocol() {
    }
}
