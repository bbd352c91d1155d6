package io.penstock.tunnel.wire.api;

/** What an end of a handshake is to do after a message. */
public sealed interface HandshakeStep {
    /** Send this, go on. */
    record Send(Envelope envelope) implements HandshakeStep {
    }

    /** Gateway: the dialler has this key. Decide, then send {@link Message.Accepted} or {@link Message.Refused}. */
    record Proven(Message.Hello hello, VerifyingKey key) implements HandshakeStep {
    }

    /** Dialler: let in. */
    record Done(Message.Challenge challenge, Message.Accepted accepted) implements HandshakeStep {
    }

    /** Gateway: send this and close. Dialler: this came, close. */
    record Refuse(Message.Refused refused) implements HandshakeStep {
    }
}
