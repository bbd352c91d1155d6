package io.penstock.tunnel.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Durations;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One try to open a stream on one connection of an agent: Connect, and the answer to it. On the connection's loop. */
final class Attempt implements MessageStream.Listener {
    /** What becomes of it: one of the two, once, unless it is cancelled. */
    interface Outcome {
        /** The target is connected: {@link Attempt#become} or {@link Attempt#abandon} is to be called, now or later. */
        void connected(Message.Connected answer);

        /**
         * There is no stream.
         *
         * @param untouched whether the target has surely got none of the bytes that were sent
         */
        void failed(OpenCode code, String message, boolean untouched);
    }

    private final Route.Candidate candidate;
    private final Message.Connect connect;
    private final Duration answer;
    private final Outcome outcome;
    private MessageStream messages;
    private ScheduledFuture<?> deadline;
    private Optional<Throwable> broke = Optional.empty();
    private boolean sent;
    private boolean over;

    Attempt(Route.Candidate candidate, Message.Connect connect, Duration answer, Outcome outcome) {
        this.candidate = candidate;
        this.connect = connect;
        this.answer = answer;
        this.outcome = outcome;
    }

    Route.Candidate candidate() {
        return candidate;
    }

    void start() {
        AgentLink link = candidate.link();
        try {
            messages = MessageStream.open(link.session(), TunnelProtocol.MAX_OPEN_BYTES, this);
            messages.send(connect);
            deadline = link.loop().schedule(() -> fail(OpenCode.TIMEOUT, "the agent did not answer in "
                    + Durations.format(answer), false), answer.toMillis(), TimeUnit.MILLISECONDS);
        } catch (PenstockException e) {
            fail(e.code().equals("yamux.streams") ? OpenCode.LIMIT : OpenCode.NO_AGENT, e.getMessage(), true);
        }
    }

    /** Sends bytes for the target at once; owns them. */
    void send(ByteBuf bytes) {
        sent = true;
        messages.stream().write(bytes);
    }

    /** Whether it is still open to more bytes. */
    boolean isOpen() {
        return !over && messages != null;
    }

    YamuxStream stream() {
        return messages.stream();
    }

    /** From here the stream's events are the caller's, those that came since the answer first. */
    void become(StreamEvents next) {
        messages.become(next);
        broke.ifPresent(cause -> next.reset(stream(), cause));
    }

    /** Nobody wants the stream that was connected. */
    void abandon() {
        messages.reset();
        candidate.release();
    }

    @Override
    public void message(MessageStream from, Envelope envelope) {
        if (over) {
            return;
        }
        if (envelope.message() instanceof Message.Connected connected) {
            end();
            outcome.connected(connected);
        } else if (envelope.message() instanceof Message.Failed failed) {
            fail(failed.code() == OpenCode.OK ? OpenCode.INTERNAL : failed.code(), failed.message(), true);
        } else {
            malformed(from, "an answer was expected");
        }
    }

    @Override
    public void malformed(MessageStream from, String why) {
        fail(OpenCode.INTERNAL, "the agent's answer is none: " + why, false);
    }

    @Override
    public void finished(MessageStream from) {
        fail(OpenCode.INTERNAL, "the agent ended the stream without an answer", false);
    }

    /** Whether anything was read of it nobody knows. */
    @Override
    public void reset(MessageStream from, Throwable cause) {
        broke = Optional.of(cause);
        boolean alive = cause instanceof PenstockException failure && failure.code().equals("yamux.reset");
        fail(alive ? OpenCode.INTERNAL : OpenCode.NO_AGENT, alive ? "the agent reset the stream without a word"
                : "the agent's connection was lost: " + PenstockException.describe(cause), !sent);
    }

    /** Gives up; nobody is told. */
    void cancel() {
        if (!over) {
            end();
            drop();
        }
    }

    private void fail(OpenCode code, String message, boolean untouched) {
        if (!over) {
            end();
            drop();
            outcome.failed(code, message, untouched);
        }
    }

    private void drop() {
        if (messages != null) {
            messages.reset();
        }
        candidate.release();
    }

    private void end() {
        over = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
