package io.penstock.tunnel.gateway;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How long one stream waits, in all, for agents that are not there. One loop at a time; what it calls may come from any. */
final class Patience {
    private final Agents agents;
    private final Duration most;
    private final Runnable came;
    private final Runnable expired;
    private Optional<ScheduledFuture<?>> timer = Optional.empty();
    private volatile boolean over;

    /**
     * @param came called at every connection of any agent while it waits
     * @param expired called once, when the time is over
     */
    Patience(Agents agents, Duration most, Runnable came, Runnable expired) {
        this.agents = agents;
        this.most = most;
        this.came = came;
        this.expired = expired;
    }

    /** Waits, from here or on; false when there is no time left. Look again then whether somebody has come in between. */
    boolean await(EventLoop loop) {
        if (over || most.isZero()) {
            return false;
        }
        if (timer.isEmpty()) {
            timer = Optional.of(loop.schedule(this::expire, most.toNanos(), TimeUnit.NANOSECONDS));
        }
        agents.await(came);
        return true;
    }

    private void expire() {
        over = true;
        pause();
        expired.run();
    }

    /** Does not wait for now. */
    void pause() {
        agents.forget(came);
    }

    /** Does not wait any more. */
    void end() {
        pause();
        timer.ifPresent(running -> running.cancel(false));
    }
}
