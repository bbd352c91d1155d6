package io.penstock.tunnel.wire.api;

import io.netty.util.concurrent.EventExecutor;
import io.penstock.tunnel.wire.api.SpliceReport.End;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Two streams joined, whose sessions may live on different loops: a visitor's (left) and an agent's (right). Each side's
 * events must be given to {@link #left} and {@link #right}, on that side's own loop. What is under way is bounded by the
 * windows.
 */
public final class StreamSplice implements Splice {
    private final StreamFlow left;
    private final StreamFlow right;
    private final SpliceFlow flow;
    private final Consumer<SpliceReport> ended;
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param ended told exactly once, on one of the loops */
    public StreamSplice(YamuxStream left, YamuxStream right, SpliceSettings settings, Consumer<SpliceReport> ended) {
        this.flow = new SpliceFlow(settings);
        this.ended = ended;
        this.left = new StreamFlow(left, right, flow::countLeft, flow::delay, new Ends(End.LEFT_RESET));
        this.right = new StreamFlow(right, left, flow::countRight, flow::delay, new Ends(End.RIGHT_RESET));
        this.left.pairWith(this.right);
        this.right.pairWith(this.left);
        flow.watch(left.session().loop(), () -> end(End.IDLE, "nothing came for " + settings.idleTimeout()));
    }

    /** What takes the left stream's events. */
    public StreamEvents left() {
        return left;
    }

    /** What takes the right stream's events. */
    public StreamEvents right() {
        return right;
    }

    @Override
    public long leftBytes() {
        return flow.leftBytes();
    }

    @Override
    public long rightBytes() {
        return flow.rightBytes();
    }

    @Override
    public void close(String why) {
        hop(left.loop(), () -> end(End.CLOSED, why), () -> { });
    }

    private void end(End how, String why) {
        if (over.compareAndSet(false, true)) {
            flow.stop();
            if (how != End.FINISHED) {
                hop(left.loop(), left::breakOff, () -> { });
                hop(right.loop(), right::breakOff, () -> { });
            }
            ended.accept(flow.report(how, why));
        }
    }

    /** Runs on that loop: now if this is it. A loop that has ended takes nothing any more: {@code otherwise} runs here. */
    static void hop(EventExecutor loop, Runnable task, Runnable otherwise) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            otherwise.run();
        }
    }

    /** What a direction tells. */
    final class Ends {
        private final End broken;

        private Ends(End broken) {
            this.broken = broken;
        }

        void finished() {
            if (finished.incrementAndGet() == 2) {
                end(End.FINISHED, "both ends finished");
            }
        }

        void broke(String why) {
            end(broken, why);
        }
    }
}
