package io.penstock.relay.client.send;

import io.penstock.core.health.Health;
import io.penstock.core.health.Health.State;
import io.penstock.core.plugin.NodeContext;
import io.penstock.relay.client.settings.ServerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one output is, told to its pipe, to whoever looks, and to the log, a line a change. Thread-safe. */
public final class RelayState {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.relay.client");

    private final NodeContext context;
    private final String name;
    private volatile Health health;
    private String problem = "";
    private String notice = "";
    private long droppedTold;
    private boolean dropping;

    /** Not connected yet. */
    public RelayState(NodeContext context) {
        this.context = context;
        this.name = context.pipe() + "/" + context.node();
        this.health = new Health(State.WAITING, "connecting", context.clock().now());
    }

    /** How it is now. */
    public Health health() {
        return health;
    }

    /** @param dropped events lost by now, all in all */
    synchronized void connected(ServerAddress server, boolean encrypted, long dropped) {
        if (dropped > droppedTold) {
            LOG.warn("{}: {} events were lost from the spool", name, dropped - droppedTold);
        }
        droppedTold = dropped;
        dropping = false;
        LOG.info("{}: connected to {}{}", name, server, encrypted || server.isLoopback() ? "" : " without TLS");
        problem = "";
        if (notice.isEmpty()) {
            set(State.UP, "");
            context.healthy();
        } else {
            degrade(notice);
        }
    }

    /** Events were lost, all in all; said when it begins, and how many it were once connected. */
    public synchronized void dropped(long total) {
        if (total > droppedTold && !dropping) {
            dropping = true;
            LOG.warn("{}: the spool is full: events are dropped", name);
        }
    }

    /** Tries go on; not worth a person's time yet. */
    synchronized void retrying(String reason) {
        if (health.state() == State.UP) {
            LOG.info("{}: {}; everything is spooled meanwhile", name, reason);
        }
        if (health.state() != State.DEGRADED) {
            set(State.WAITING, reason);
        }
    }

    /** Tries go on, slowly, and a person should know. */
    synchronized void degraded(String reason) {
        if (!reason.equals(problem)) {
            problem = reason;
            LOG.warn("{}: {}; everything is spooled, and sent once that has changed", name, reason);
        }
        degrade(notice.isEmpty() ? reason : reason + "; " + notice);
    }

    /** All goes on, but a person should know this, until the next start. */
    synchronized void noticed(String text) {
        if (!text.equals(notice)) {
            notice = text;
            LOG.warn("{}: {}", name, text);
        }
        degrade(text);
    }

    /** Something a person may want to know once. */
    void told(String text) {
        LOG.warn("{}: {}", name, text);
    }

    private void degrade(String reason) {
        set(State.DEGRADED, reason);
        context.degraded(reason);
    }

    private void set(State state, String reason) {
        if (state != health.state() || !reason.equals(health.reason())) {
            health = new Health(state, reason, state == health.state() ? health.since() : context.clock().now());
        }
    }
}
