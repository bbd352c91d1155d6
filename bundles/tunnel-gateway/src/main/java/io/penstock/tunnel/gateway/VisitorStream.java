package io.penstock.tunnel.gateway;

import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.gateway.settings.UserSettings;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.OpenCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A stream a visitor opened, until it is joined with an agent's: what the visitor wants, whether it may, and how it is told.
 * On the visitor's loop.
 */
final class VisitorStream implements MessageStream.Listener {
    private final Gateway gateway;
    private final VisitorLink visitor;
    private Optional<Passage> passage = Optional.empty();
    private Optional<VisitorOpening> opening = Optional.empty();
    private boolean over;

    VisitorStream(Gateway gateway, VisitorLink visitor) {
        this.gateway = gateway;
        this.visitor = visitor;
    }

    /** The time to say where to is over. */
    void expectConnect(MessageStream from) {
        if (!over && passage.isEmpty()) {
            malformed(from, "no connect in time");
        }
    }

    @Override
    public void message(MessageStream from, Envelope envelope) {
        if (over) {
            return;
        }
        if (envelope.message() instanceof Message.Connect connect) {
            begin(from, connect);
        } else {
            malformed(from, "a connect was expected");
        }
    }

    private void begin(MessageStream from, Message.Connect connect) {
        User user = visitor.user();
        UserSettings rules = user.settings();
        String agent = connect.agent().orElse("");
        boolean room = user.streams().take(rules.maxStreams());
        Passage begun = gateway.passages().begin(new Passage.Origin(user.name(), "", visitor.address()),
                new Passage.Wish(agent, connect.target()), room ? user.streams()::giveBack : () -> { });
        passage = Optional.of(begun);
        begun.abortBy(() -> Tasks.execute(visitor.loop(), () -> fail(from, OpenCode.CLOSING, "ended by the gateway")));
        if (!room || gateway.passages().count() > gateway.settings().now().limits().streams()) {
            fail(from, OpenCode.LIMIT, room ? "the gateway has as many streams as it may have"
                    : "you have " + rules.maxStreams() + " streams open, as many as you may");
        } else if (!user.mayStill(begun)) {
            fail(from, OpenCode.DENIED, "you may not reach \"" + connect.target() + "\" by the agent \"" + agent + "\"");
        } else {
            VisitorOpening opens = new VisitorOpening(gateway, visitor, begun, this, from);
            opening = Optional.of(opens);
            opens.begin();
        }
    }

    /** The target is connected: it is a splice's from here. */
    void joined() {
        over = true;
    }

    /** Tells the visitor that there will be no stream, with time to read why. */
    void fail(MessageStream from, OpenCode code, String message) {
        if (over) {
            return;
        }
        Duration lasted = passage.map(Passage::age).orElse(Duration.ZERO);
        stop(Reasons.of(code), message);
        from.send(new Message.Failed(code, message, lasted.toMillis()));
        from.finish();
        visitor.loop().schedule(() -> from.reset(), gateway.deadlines().linger().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop(EndReason reason, String message) {
        over = true;
        opening.ifPresent(VisitorOpening::cancel);
        passage.ifPresent(mine -> mine.end(reason, message));
    }

    /** It never said where to: there is nothing to record. */
    @Override
    public void malformed(MessageStream from, String why) {
        from.reset();
        stop(EndReason.INTERNAL, why);
    }

    @Override
    public void reset(MessageStream from, Throwable cause) {
        if (!over) {
            stop(EndReason.CLIENT_RESET, "broken off before the target was connected: " + PenstockException.describe(cause));
        }
    }
}
