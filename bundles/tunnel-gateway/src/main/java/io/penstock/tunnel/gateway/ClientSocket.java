package io.penstock.tunnel.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.gateway.settings.ListenerSettings;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.SocketSplice;
import io.penstock.tunnel.wire.api.SpliceSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * A client of a listener, from its accept until it is joined with an agent's stream. Its first bytes, one read of them, travel
 * with the open, and are kept until the answer: another agent may need them. On the client's loop, which changes when an
 * agent on another loop is tried.
 */
final class ClientSocket extends ChannelInboundHandlerAdapter implements Attempt.Outcome {
    private final Gateway gateway;
    private final ListenerSettings settings;
    private final Throttle throttle;
    private final Channel channel;
    private final Passage passage;
    private final Route route;
    private final Patience patience;
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<Route.Candidate> first = Optional.empty();
    private Optional<ByteBuf> early = Optional.empty();
    private volatile boolean moving;
    private boolean waiting;
    private boolean over;

    ClientSocket(Gateway gateway, ListenerSettings settings, Throttle throttle, Channel channel, Passage passage, Route route) {
        this.gateway = gateway;
        this.settings = settings;
        this.throttle = throttle;
        this.channel = channel;
        this.passage = passage;
        this.route = route;
        this.patience = new Patience(gateway.agents(), settings.agentWait(), () -> here(this::tryNextOrStay),
                () -> here(this::outOfPatience));
    }

    /** Begins with the connection that was chosen when the client was accepted, if one was. */
    void begin(Optional<Route.Candidate> chosen) {
        passage.abortBy(this::abortFromOutside);
        first = chosen;
        channel.pipeline().addLast(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Optional<Route.Candidate> chosen = first;
        first = Optional.empty();
        channel.read();
        tryNext(chosen);
        context.fireChannelActive();
    }

    /** Any thread. */
    private void abortFromOutside() {
        here(() -> fail(EndReason.REVOKED, ""));
    }

    /** Does it on the client's loop, but not while that changes: then it is looked after when it has. Any thread. */
    private void here(Runnable task) {
        EventLoop loop = channel.eventLoop();
        Tasks.execute(loop, () -> {
            if (channel.eventLoop() != loop) {
                here(task);
            } else if (!moving) {
                task.run();
            }
        });
    }

    private void tryNext(Optional<Route.Candidate> candidate) {
        if (candidate.isPresent()) {
            passage.tries(candidate.get().link());
            onLoopOf(candidate.get(), () -> open(candidate.get()));
        } else if (route.mayWait() && patience.await(channel.eventLoop())) {
            waiting = true;
            tryNextOrStay();
        } else {
            fail(route.isFull() ? EndReason.LIMIT : Reasons.of(route.lastCode()), route.isFull()
                    ? "the agents carry as many streams as they may" : route.lastMessage());
        }
    }

    /** One loop serves both ends of a stream: moves the client to the agent's. */
    private void onLoopOf(Route.Candidate candidate, Runnable task) {
        EventLoop loop = candidate.link().loop();
        if (channel.eventLoop() == loop) {
            task.run();
            return;
        }
        moving = true;
        channel.deregister().addListener(left -> loop.register(channel).addListener(arrived -> {
            moving = false;
            if (arrived.isSuccess() && channel.isActive() && passage.revoked().isEmpty()) {
                channel.read();
                task.run();
            } else {
                candidate.release();
                fail(EndReason.CLIENT_RESET, "went away");
            }
        }));
    }

    private void open(Route.Candidate candidate) {
        if (over) {
            candidate.release();
            return;
        }
        Attempt next = new Attempt(candidate, new Message.Connect(settings.target(), Optional.of(passage.origin().text()),
                Optional.empty()), gateway.deadlines().answer(), this);
        attempt = Optional.of(next);
        next.start();
        early.filter(bytes -> next.isOpen()).ifPresent(bytes -> next.send(bytes.retainedDuplicate()));
    }

    private void tryNextOrStay() {
        if (!over && waiting) {
            route.next().ifPresent(candidate -> {
                waiting = false;
                patience.pause();
                tryNext(Optional.of(candidate));
            });
        }
    }

    private void outOfPatience() {
        if (waiting) {
            fail(Reasons.of(route.lastCode()), route.lastMessage());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (over) {
            bytes.release();
            return;
        }
        early = Optional.of(early.map(before -> (ByteBuf) channel.alloc().compositeBuffer(2).addComponent(true, before)
                .addComponent(true, bytes)).orElse(bytes));
        attempt.filter(Attempt::isOpen).ifPresent(open -> open.send(bytes.retainedDuplicate()));
    }

    /** That it says no more is kept behind this, for the splice. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(EndReason.CLIENT_RESET, "went away before the target was connected");
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(EndReason.CLIENT_RESET, String.valueOf(cause.getMessage()));
    }

    @Override
    public void connected(Message.Connected answer) {
        Attempt open = attempt.orElseThrow();
        over = true;
        patience.end();
        Duration idle = settings.idleTimeout().orElse(Duration.ZERO);
        SocketSplice splice = new SocketSplice(channel, open.stream(), new SpliceSettings(idle, throttle.limits()),
                report -> passage.ended(open.candidate(), report));
        passage.connected(answer, early.map(ByteBuf::readableBytes).orElse(0), splice);
        early.ifPresent(ByteBuf::release);
        channel.pipeline().remove(this);
        open.become(splice);
        splice.start();
    }

    @Override
    public void failed(OpenCode code, String message, boolean untouched) {
        Route.Candidate failed = attempt.orElseThrow().candidate();
        attempt = Optional.empty();
        if (!untouched || over) {
            fail(code == OpenCode.NO_AGENT ? EndReason.AGENT_LOST : Reasons.of(code), message);
            return;
        }
        route.failed(failed, code, message);
        Optional<Route.Candidate> another = route.next();
        another.ifPresent(candidate -> gateway.counters().retries.increment());
        tryNext(another);
    }

    /** Ends it before it was joined: the client is reset, so that it knows at once. */
    private void fail(EndReason reason, String message) {
        if (over) {
            return;
        }
        over = true;
        patience.end();
        first.ifPresent(Route.Candidate::release);
        attempt.ifPresent(Attempt::cancel);
        early.ifPresent(ByteBuf::release);
        abort(channel);
        passage.end(reason, message);
    }

    /** Closes with RST. */
    static void abort(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }
}
