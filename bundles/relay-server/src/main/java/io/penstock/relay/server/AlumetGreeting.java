package io.penstock.relay.server;

import io.penstock.relay.wire.alumet.api.AlumetCodec;
import io.penstock.relay.wire.alumet.api.AlumetMessage;
import io.penstock.relay.wire.alumet.api.AlumetMessage.Greet;
import io.penstock.relay.wire.alumet.api.AlumetMessage.GreetResponse;
import io.penstock.relay.wire.api.Frame;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How a client of Alumet's introduced itself. Immutable.
 *
 * @param name what it says, which nobody can verify
 * @param refusal why it may not stay; empty when it may
 */
record AlumetGreeting(String name, String software, Optional<String> refusal) {
    private static final String OURS = "penstock";

    static AlumetGreeting of(Relay relay, Frame frame) {
        AlumetMessage message = AlumetCodec.decode(frame);
        if (!(message instanceof Greet greet)) {
            throw Handshake.malformed("a message of Alumet's relay before its Greet");
        }
        return new AlumetGreeting(greet.sender(), "Alumet " + greet.coreVersion(), refusal(relay, greet));
    }

    private static Optional<String> refusal(Relay relay, Greet greet) {
        if (!relay.options().alumet()) {
            return Optional.of("Alumet's protocol is not taken here (alumet: false)");
        }
        if (greet.protocolVersion() != AlumetCodec.VERSION) {
            return Optional.of("version " + Integer.toUnsignedString(greet.protocolVersion()) + " of its protocol, but only "
                    + AlumetCodec.VERSION + " is taken");
        }
        if (!Handshake.isName(greet.sender())) {
            return Optional.of("its name is none");
        }
        return relay.credentials().isBound(greet.sender())
                ? Optional.of("the name \"" + greet.sender() + "\" belongs to who knows its token") : Optional.empty();
    }

    /** The frame that answers it. */
    ByteBuffer answer(boolean accept) {
        return AlumetCodec.encode(new GreetResponse("", accept, OURS, OURS, AlumetCodec.VERSION));
    }
}
