package io.penstock.tunnel.gateway;

import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.gateway.settings.UserSettings;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.SpliceReport;
import io.penstock.tunnel.wire.api.SpliceSettings;
import io.penstock.tunnel.wire.api.StreamSplice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A stream a visitor opened, until it is joined with an agent's. Its bytes wait in its window until the target is connected.
 * On the visitor's loop; what happens on the agent's loop says so.
 */
final class VisitorStream implements MessageStream.Listener {
    private final Gateway gateway;
    private final VisitorLink visitor;
    private Optional<Passage> passage = Optional.empty();
    private Optional<Route> route = Optional.empty();
    private Optional<Attempt> attempt = Optional.empty();
    private final EarlyBytes early = new EarlyBytes(this::broken);
    private boolean over;

    VisitorStream(Gateway gateway, VisitorLink visitor) {
        this.gateway = gateway;
        this.visitor = visitor;
    }

    @Override
    public void message(MessageStream from, Envelope envelope) {
        if (over) {
            return;
        }
        if (envelope.message() instanceof Message.Connect connect) {
            from.become(early);
            begin(from, connect);
        } else {
            malformed(from, "a connect was expected");
        }
    }

    /** The time to say where to is over. */
    void expectConnect(MessageStream from) {
        if (!over && passage.isEmpty()) {
            malformed(from, "no connect in time");
        }
    }

    private void begin(MessageStream from, Message.Connect connect) {
        User user = visitor.user();
        UserSettings rules = user.settings();
        String agent = connect.agent().orElse("");
        boolean room = user.streams().take(rules.maxStreams());
        Passage begun = gateway.passages().begin(new Passage.Origin(user.name(), "", visitor.address()), connect.target(),
                room ? user.streams()::giveBack : () -> { });
        passage = Optional.of(begun);
        begun.abortBy(() -> Tasks.execute(visitor.loop(), () -> fail(from, OpenCode.CLOSING, "ended by the gateway")));
        if (!room || gateway.passages().count() > gateway.settings().now().limits().streams()) {
            fail(from, OpenCode.LIMIT, room ? "the gateway has as many streams as it may have"
                    : "you have " + rules.maxStreams() + " streams open, as many as you may");
        } else if (!rules.mayReach(agent, connect.target())) {
            fail(from, OpenCode.DENIED, "you may not reach \"" + connect.target() + "\" by the agent \"" + agent + "\"");
        } else {
            route = Optional.of(new Route(gateway.agents(), List.of(agent), connect.target()));
            tryNext(from, connect, OpenCode.NO_AGENT, "the agent \"" + agent + "\" is not connected");
        }
    }

    private void tryNext(MessageStream from, Message.Connect connect, OpenCode code, String message) {
        Route way = route.orElseThrow();
        Optional<Route.Candidate> candidate = way.next();
        if (candidate.isEmpty()) {
            fail(from, way.isFull() ? OpenCode.LIMIT : code, way.isFull() ? "the agent carries as many streams as it may" : message);
            return;
        }
        Passage mine = passage.orElseThrow();
        mine.tries(candidate.get().link());
        Message.Connect asked = new Message.Connect(connect.target(), Optional.of(mine.origin().text()), Optional.empty());
        Answer answer = new Answer(from, connect);
        Attempt next = new Attempt(candidate.get(), asked, gateway.deadlines().answer(), answer);
        answer.attempt = next;
        attempt = Optional.of(next);
        Tasks.execute(candidate.get().link().loop(), next::start);
    }

    /** What the agent said; on the agent's loop. */
    private final class Answer implements Attempt.Outcome {
        private final MessageStream from;
        private final Message.Connect connect;
        private Attempt attempt;

        private Answer(MessageStream from, Message.Connect connect) {
            this.from = from;
            this.connect = connect;
        }

        @Override
        public void connected(Message.Connected answer) {
            Tasks.execute(visitor.loop(), () -> join(from, attempt, answer));
        }

        @Override
        public void failed(OpenCode code, String message, boolean untouched) {
            Tasks.execute(visitor.loop(), () -> retry(from, connect, attempt, code, message));
        }
    }

    private void retry(MessageStream from, Message.Connect connect, Attempt failed, OpenCode code, String message) {
        attempt = Optional.empty();
        if (over) {
            return;
        }
        if (Reasons.sameElsewhere(code)) {
            route.orElseThrow().exclude(failed.candidate().link().agent());
        }
        tryNext(from, connect, code, message);
    }

    private void join(MessageStream from, Attempt open, Message.Connected answer) {
        attempt = Optional.empty();
        if (over) {
            onLoopOf(open, () -> {
                open.stream().reset();
                open.candidate().release();
            });
            return;
        }
        over = true;
        User user = visitor.user();
        Passage mine = passage.orElseThrow();
        StreamSplice splice = new StreamSplice(from.stream(), open.stream(), new SpliceSettings(user.settings().idleTimeout()
                .orElse(Duration.ZERO), user.throttle().limits()), report -> ended(mine, open, report));
        from.send(answer);
        mine.connected(answer, 0, splice);
        early.become(from.stream(), splice.left());
        onLoopOf(open, () -> open.become(splice.right()));
    }

    private static void onLoopOf(Attempt open, Runnable task) {
        Tasks.execute(open.candidate().link().loop(), task);
    }

    private static void ended(Passage passage, Attempt open, SpliceReport report) {
        Reasons.afterSession(open.candidate().link(), report, reason -> {
            open.candidate().release();
            passage.end(reason, report.end() == SpliceReport.End.CLOSED ? "" : report.message());
        });
    }

    private void fail(MessageStream from, OpenCode code, String message) {
        if (over) {
            return;
        }
        stop(Reasons.of(code), message);
        early.drop();
        from.send(new Message.Failed(code, message, passage.map(Passage::age).orElse(Duration.ZERO).toMillis()));
        from.finish();
        visitor.loop().schedule(() -> from.reset(), gateway.deadlines().linger().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void stop(EndReason reason, String message) {
        over = true;
        attempt.ifPresent(open -> onLoopOf(open, open::cancel));
        passage.ifPresent(mine -> mine.end(reason, message));
    }

    /** It never said where to: there is nothing to record but who it was. */
    @Override
    public void malformed(MessageStream from, String why) {
        from.reset();
        stop(EndReason.INTERNAL, why);
    }

    @Override
    public void reset(MessageStream from, Throwable cause) {
        broken(cause);
    }

    private void broken(Throwable cause) {
        if (!over) {
            stop(EndReason.CLIENT_RESET, "broken off before the target was connected: " + PenstockException.describe(cause));
        }
    }
}
