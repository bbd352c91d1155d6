package io.penstock.tunnel.gateway;

import io.netty.util.concurrent.Future;
import io.penstock.core.error.PenstockException;
import io.penstock.core.text.OneLine;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.yamux.api.DeafStream;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** One connection of an agent. What says so may be called by any thread, the rest belongs to its loop. */
final class AgentLink extends GuestLink {
    private enum State { OPEN, LEAVING, GONE }

    private final Gateway gateway;
    private final Agent agent;
    private final Message.Hello hello;
    private final Quota streams = new Quota();
    private final TargetTrials trials = new TargetTrials();
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile boolean suspended;
    private volatile EndReason ending = EndReason.AGENT_LOST;

    AgentLink(Gateway gateway, Agent agent, Message.Hello hello, String keyId, String address, YamuxSession session,
              MessageStream control) {
        super(keyId, address, session, control);
        this.gateway = gateway;
        this.agent = agent;
        this.hello = hello;
    }

    /** Any thread. */
    Agent agent() {
        return agent;
    }

    /** Which process of the agent's. Any thread. */
    String instance() {
        return hello.instance();
    }

    /** Which of its connections. Any thread. */
    int number() {
        return hello.connection();
    }

    /** How many it means to have. Any thread. */
    int connections() {
        return hello.connections();
    }

    /** For people. Any thread. */
    String software() {
        return hello.software();
    }

    /** Streams that were given to it. Any thread. */
    Quota streams() {
        return streams;
    }

    /** Whether it takes streams. Any thread. */
    boolean isOpen() {
        return isKept() && !suspended;
    }

    /** Whether it is the process's, be it without a connection for the moment. Any thread. */
    boolean isKept() {
        return state.get() == State.OPEN;
    }

    /** Any thread. */
    boolean isGone() {
        return state.get() == State.GONE;
    }

    /** Why it went, and its streams with it. Any thread. */
    EndReason ending() {
        return ending;
    }

    @Override
    public void message(Message message) {
        if (message instanceof Message.Targets told) {
            agent.targets(told.targets());
        } else if (message instanceof Message.TestResult result) {
            trials.answered(result);
        } else if (message instanceof Message.Leaving) {
            leave();
        }
    }

    /** Takes no more streams; ends when it has none. Any thread. */
    void leave() {
        if (state.compareAndSet(State.OPEN, State.LEAVING)) {
            endIfIdle();
        }
    }

    /** A stream of it ended. Any thread. */
    void streamEnded() {
        streams.giveBack();
        endIfIdle();
    }

    private void endIfIdle() {
        if (state.get() == State.LEAVING && streams.used() == 0) {
            end(EndReason.FINISHED);
        }
    }

    /** Agents open no streams but the first. */
    @Override
    public StreamEvents accept(YamuxStream stream) {
        stream.reset();
        return DeafStream.DEAF;
    }

    @Override
    public void suspended(String why) {
        suspended = true;
        Gateway.LOG.info("agent {}: connection {} from {} was lost, its streams wait: {}", agent.name(), number(), address(),
                OneLine.of(why, '?'));
    }

    @Override
    public void resumed() {
        suspended = false;
        Gateway.LOG.info("agent {}: connection {} goes on", agent.name(), number());
        gateway.agents().arrived();
    }

    @Override
    public void goingAway() {
        leave();
    }

    /** Tries a target from there. Any thread. */
    CompletableFuture<Message.TestResult> test(String target) {
        return trials.ask(target, control(), loop());
    }

    /** Whether it is there, within the deadline: told once, on its loop. Any thread. */
    void probe(Duration deadline, Consumer<Boolean> told) {
        onLoop(() -> {
            if (isGone()) {
                told.accept(false);
                return;
            }
            Once once = new Once(told);
            session().ping().addListener((Future<Duration> pong) -> once.accept(pong.isSuccess() || isBusy(pong.cause())));
            loop().schedule(() -> once.accept(false), deadline.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /** Nothing can be said of a session that has too many pings under way; that is no reason to end it. */
    private static boolean isBusy(Throwable cause) {
        return cause instanceof PenstockException failure && failure.code().equals("yamux.pings");
    }

    @Override
    public void end(EndReason reason) {
        onLoop(() -> {
            if (!isGone()) {
                ending = reason;
                session().close();
            }
        });
    }

    @Override
    public void lost(Throwable cause) {
        state.set(State.GONE);
        agent.leave(this);
        trials.lost();
        Gateway.LOG.info("agent {}: connection {} from {} ended: {}", agent.name(), number(), address(),
                ending == EndReason.AGENT_LOST ? OneLine.of(PenstockException.describe(cause), '?') : ending);
    }
}
