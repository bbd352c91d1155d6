package io.penstock.relay.server;

import io.penstock.relay.server.Client.Visit;
import io.penstock.relay.wire.alumet.api.AlumetCodec;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.Message.Challenge;
import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.RejectCode;
import java.time.Duration;
import java.util.Optional;

/** The talk with somebody who has not proved who it is. */
final class Greeting implements Talk {
    static final Duration DEADLINE = Duration.ofSeconds(5);
    /**
     * While others wait outside: the system keeps at most 1024 of them, 16 turns of the usual 64, each this long and up to
     * two ticks, so that every one has its turn before a client's patience of 10 s ends.
     */
    static final Duration CROWDED_DEADLINE = Duration.ofMillis(400);

    private final Relay relay;
    private final Connection connection;
    private final Handshake handshake;
    private boolean challenged;

    Greeting(Relay relay, Connection connection) {
        this.relay = relay;
        this.connection = connection;
        this.handshake = new Handshake(relay);
    }

    @Override
    public void take(Frame frame) {
        if (connection.isAlumet()) {
            greetAlumet(frame);
        } else if (challenged) {
            prove(frame);
        } else {
            greet(frame);
        }
    }

    private void greet(Frame frame) {
        Message answer = handshake.greeted(frame);
        if (answer instanceof Challenge) {
            challenged = true;
            connection.send(answer);
        } else {
            connection.reject((Reject) answer);
        }
    }

    private void prove(Frame frame) {
        Optional<String> refusal = handshake.proved(frame, connection.certified());
        String name = handshake.hello().name();
        if (refusal.isPresent()) {
            connection.denied("\"" + name + "\": " + refusal.get());
            connection.reject(RejectCode.DENIED, Handshake.DENIED, Duration.ZERO);
            return;
        }
        Session session = new Session(relay, connection, handshake.hello(), handshake.epochs());
        connection.become(session);
        session.claim();
    }

    private void greetAlumet(Frame frame) {
        AlumetGreeting greeting = AlumetGreeting.of(relay, frame);
        Optional<String> refusal = greeting.refusal();
        if (refusal.isEmpty()) {
            Client client = relay.clients().named(greeting.name());
            if (connection.enter(new AlumetIntake(relay, greeting.name(), client), relay.maxAlumetFrameBytes())) {
                welcomeAlumet(greeting, client);
                return;
            }
        }
        connection.denied("Alumet's client: " + refusal.orElse("too many connections"));
        connection.end();
        connection.write(greeting.answer(false));
    }

    private void welcomeAlumet(AlumetGreeting greeting, Client client) {
        client.visit(new Visit(greeting.name(), connection.addressText(), greeting.software(), AlumetCodec.VERSION,
                relay.clock().now()));
        connection.become(new AlumetTalk(connection, client));
        connection.write(greeting.answer(true));
    }

    @Override
    public void tick() {
        if (!relay.gate().hasRoomForStrangers() && connection.pulse().ageNanos() > CROWDED_DEADLINE.toNanos()) {
            connection.close();
        } else if (connection.pulse().ageNanos() > DEADLINE.toNanos()) {
            connection.reject(RejectCode.PROTOCOL, "no handshake within " + DEADLINE.toSeconds() + " s", Duration.ZERO);
        }
    }
}
