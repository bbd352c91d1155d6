package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.penstock.tunnel.wire.api.SpliceReport.End;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A visitor, a gateway that joins, an agent that echoes. */
class StreamSpliceTest {
    private static final int MANY = 6 * 1024 * 1024;
    private static final Message GO = new Message.Connect("echo", Optional.empty(), Optional.empty());

    private final Loops loops = Loops.open(Transport.AUTO, 2, "join");
    private final EventLoop visitorsLoop = loops.next();
    private final EventLoop agentsLoop = loops.next();
    private final CompletableFuture<SpliceReport> report = new CompletableFuture<>();
    private final CompletableFuture<StreamSplice> splice = new CompletableFuture<>();
    private SpliceSettings settings = SpliceSettings.NONE;
    private YamuxPair agent;

    @AfterEach
    void tearDown() {
        loops.close();
    }

    /** Sends so many bytes, counts what comes back. */
    private static final class Visitor implements StreamEvents {
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private long left;
        private long came;

        private Visitor(long count) {
            this.left = count;
        }

        @Override
        public void writable(YamuxStream stream) {
            while (left > 0 && stream.isWritable()) {
                int count = (int) Math.min(left, 32 * 1024);
                left -= count;
                stream.write(Unpooled.wrappedBuffer(new byte[count]));
            }
            if (left == 0) {
                stream.finish();
            }
        }

        @Override
        public void data(YamuxStream stream, ByteBuf bytes) {
            came += bytes.readableBytes();
            stream.consumed(bytes.readableBytes());
            bytes.release();
        }

        @Override
        public void finished(YamuxStream stream) {
            done.complete(came);
        }

        @Override
        public void reset(YamuxStream stream, Throwable cause) {
            done.completeExceptionally(cause);
        }
    }

    /** The agent's end: echoes what it can send at once, and gives credit for that alone. */
    private static final class Echo implements StreamEvents {
        private int owed;

        @Override
        public void data(YamuxStream stream, ByteBuf bytes) {
            owed += bytes.readableBytes();
            stream.write(bytes);
            writable(stream);
        }

        @Override
        public void writable(YamuxStream stream) {
            if (stream.isWritable()) {
                stream.consumed(owed);
                owed = 0;
            }
        }

        @Override
        public void finished(YamuxStream stream) {
            stream.finish();
        }

        @Override
        public void reset(YamuxStream stream, Throwable cause) {
        }
    }

    /** The gateway's end of the visitor's stream: joins at the first message. */
    private final class Joining implements MessageStream.Listener {
        private final MessageStream toAgent;

        private Joining(MessageStream toAgent) {
            this.toAgent = toAgent;
        }

        @Override
        public void message(MessageStream from, Envelope envelope) {
            StreamSplice made = new StreamSplice(from.stream(), toAgent.stream(), settings, report::complete);
            splice.complete(made);
            from.become(made.left());
            toAgent.stream().session().loop().execute(() -> toAgent.become(made.right()));
        }

        @Override
        public void malformed(MessageStream from, String why) {
            throw new AssertionError(why);
        }

        @Override
        public void reset(MessageStream from, Throwable cause) {
        }
    }

    private MessageStream visit(EventLoop visitors) {
        agent = YamuxPair.connect(loops, agentsLoop, stream -> new Echo(), agentsLoop, YamuxPair.nothing());
        MessageStream toAgent = Await.result(agentsLoop.submit(() ->
                MessageStream.open(agent.server(), TunnelProtocol.MAX_OPEN_BYTES, new Silent())));
        YamuxPair visitor = YamuxPair.connect(loops, visitors, YamuxPair.nothing(), visitors,
                stream -> MessageStream.accept(stream, TunnelProtocol.MAX_OPEN_BYTES, new Joining(toAgent)));
        return Await.result(visitors.submit(() ->
                MessageStream.open(visitor.client(), TunnelProtocol.MAX_OPEN_BYTES, new Silent())));
    }

    private static final class Silent implements MessageStream.Listener {
        @Override
        public void message(MessageStream from, Envelope envelope) {
        }

        @Override
        public void malformed(MessageStream from, String why) {
        }

        @Override
        public void reset(MessageStream from, Throwable cause) {
        }
    }

    private Visitor run(MessageStream stream, EventLoop loop, long count) {
        Visitor visitor = new Visitor(count);
        loop.execute(() -> {
            stream.send(GO);
            stream.become(visitor);
            if (count > 0) {
                visitor.writable(stream.stream());
            }
        });
        return visitor;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void carriesBytesBothWaysAndBothEnds(boolean oneLoop) {
        EventLoop loop = oneLoop ? agentsLoop : visitorsLoop;
        Visitor visitor = run(visit(loop), loop, MANY);
        assertThat(Await.result(visitor.done)).isEqualTo(MANY);
        assertThat(Await.result(report)).isEqualTo(new SpliceReport(End.FINISHED, MANY, MANY, "both ends finished"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void breaksTheVisitorWhenTheAgentBreaks(boolean oneLoop) {
        EventLoop loop = oneLoop ? agentsLoop : visitorsLoop;
        Visitor visitor = run(visit(loop), loop, 0);
        Await.result(splice);
        agentsLoop.execute(() -> agent.client().close());
        assertThat(Await.result(report).end()).isEqualTo(End.RIGHT_RESET);
        assertThat(visitor.done.handle((count, failure) -> failure).join()).isNotNull();
    }

    @Test
    void endsWhatIsIdle() {
        settings = new SpliceSettings(Duration.ofMillis(100), List.of());
        run(visit(visitorsLoop), visitorsLoop, 0);
        assertThat(Await.result(report).end()).isEqualTo(End.IDLE);
    }

    @Test
    void closesForWhoeverWantsItClosed() {
        run(visit(visitorsLoop), visitorsLoop, 0);
        Await.result(splice).close("enough");
        assertThat(Await.result(report)).isEqualTo(new SpliceReport(End.CLOSED, 0, 0, "enough"));
    }
}
