package io.penstock.tunnel.wire.api;

/** Who encrypts. */
public enum TlsProvider {
    /** BoringSSL where it is there, else the JDK. */
    AUTO,
    /** BoringSSL, or an error. */
    BORINGSSL,
    /** The JDK: works everywhere, at about a third of the speed. */
    JDK
}
