package io.penstock.tunnel.gateway;

import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.SpliceSettings;
import io.penstock.tunnel.wire.api.StreamSplice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds an agent's stream for a visitor's. The visitor's bytes wait until the target is connected, so that every failure can
 * be tried again elsewhere. On the visitor's loop; what happens on the agent's says so.
 */
final class VisitorOpening {
    private final Gateway gateway;
    private final VisitorLink visitor;
    private final Passage passage;
    private final VisitorStream stream;
    private final MessageStream from;
    private final Route route;
    private final Patience patience;
    private Optional<Attempt> attempt = Optional.empty();
    private boolean waiting;
    private boolean over;

    VisitorOpening(Gateway gateway, VisitorLink visitor, Passage passage, VisitorStream stream, MessageStream from) {
        this.gateway = gateway;
        this.visitor = visitor;
        this.passage = passage;
        this.stream = stream;
        this.from = from;
        this.route = new Route(gateway.agents(), List.of(passage.wish().agent()), passage.target(),
                "the agent \"" + passage.wish().agent() + "\" is not connected");
        this.patience = new Patience(gateway.agents(), visitor.user().settings().agentWait(),
                () -> Tasks.execute(visitor.loop(), this::tryNextOrStay), this::outOfPatience);
    }

    void begin() {
        tryNext(route.next());
    }

    private void tryNext(Optional<Route.Candidate> candidate) {
        if (candidate.isPresent()) {
            open(candidate.get());
        } else if (route.mayWait() && patience.await(visitor.loop())) {
            waiting = true;
            tryNextOrStay();
        } else if (route.isFull()) {
            stream.fail(from, OpenCode.LIMIT, "the agent carries as many streams as it may");
        } else {
            stream.fail(from, route.lastCode(), route.lastMessage());
        }
    }

    private void tryNextOrStay() {
        if (!over && waiting) {
            route.next().ifPresent(candidate -> {
                waiting = false;
                patience.pause();
                open(candidate);
            });
        }
    }

    private void outOfPatience() {
        if (waiting) {
            stream.fail(from, route.lastCode(), route.lastMessage());
        }
    }

    private void open(Route.Candidate candidate) {
        if (!visitor.user().mayStill(passage)) {
            candidate.release();
            deny();
            return;
        }
        passage.tries(candidate.link());
        Message.Connect asked = new Message.Connect(passage.target(), Optional.of(passage.origin().text()), Optional.empty());
        Answer answer = new Answer();
        Attempt next = new Attempt(candidate, asked, gateway.deadlines().answer(), answer);
        answer.attempt = next;
        attempt = Optional.of(next);
        Tasks.execute(candidate.link().loop(), next::start);
    }

    /** The right to it was withdrawn while it waited. */
    private void deny() {
        stream.fail(from, OpenCode.DENIED, "you may no longer reach \"" + passage.target() + "\" by the agent \""
                + passage.wish().agent() + "\"");
    }

    /** What the agent said; on the agent's loop. */
    private final class Answer implements Attempt.Outcome {
        private Attempt attempt;

        @Override
        public void connected(Message.Connected answer) {
            Tasks.execute(visitor.loop(), () -> join(attempt, answer));
        }

        @Override
        public void failed(OpenCode code, String message, boolean untouched) {
            Tasks.execute(visitor.loop(), () -> retry(attempt, code, message));
        }
    }

    private void retry(Attempt failed, OpenCode code, String message) {
        attempt = Optional.empty();
        if (over) {
            return;
        }
        route.failed(failed.candidate(), code, message);
        tryNext(route.next());
    }

    private void join(Attempt open, Message.Connected answer) {
        attempt = Optional.empty();
        if (over) {
            onLoopOf(open, open::abandon);
            return;
        }
        if (!visitor.user().mayStill(passage)) {
            onLoopOf(open, open::abandon);
            deny();
            return;
        }
        over = true;
        patience.end();
        User user = visitor.user();
        StreamSplice splice = new StreamSplice(from.stream(), open.stream(), new SpliceSettings(user.settings().idleTimeout()
                .orElse(Duration.ZERO), user.throttle().limits()), report -> passage.ended(open.candidate(), report));
        from.send(answer);
        passage.connected(answer, 0, splice);
        stream.joined();
        from.become(splice.left());
        onLoopOf(open, () -> open.become(splice.right()));
    }

    private static void onLoopOf(Attempt open, Runnable task) {
        Tasks.execute(open.candidate().link().loop(), task);
    }

    /** Nobody wants it any more. */
    void cancel() {
        over = true;
        patience.end();
        attempt.ifPresent(open -> onLoopOf(open, open::cancel));
    }
}
