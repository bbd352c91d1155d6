package io.penstock.relay.client.send;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.relay.client.backlog.Backlog;
import io.penstock.relay.client.settings.RelayOptions;
import io.penstock.relay.client.settings.RelayOptions.Protocol;
import io.penstock.relay.client.settings.ServerAddress;
import io.penstock.relay.wire.api.Dialect;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.Message.Welcome;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends what an output spools, on a thread of its own (and one that listens, while connected): tries the servers in order,
 * waits, tries again, for ever. Success is what a server acknowledges, or a connection that lasts.
 */
public final class Sender {
    private final SenderSetup setup;
    private final String name;
    private final Ending ending;
    private final RetryWaits waits;
    private final Thread thread;
    private volatile boolean welcomed;
    private volatile Socket socket;
    private volatile boolean failedBefore;
    private int connection;

    /** @param name of the threads */
    public Sender(SenderSetup setup, String name) {
        this.setup = setup;
        this.name = name;
        this.ending = new Ending(setup.signal());
        this.waits = new RetryWaits(setup.options().retry(), setup.random()::nextDouble);
        this.thread = Workers.thread(name, this::loop);
    }

    /** Begins to connect; returns at once. */
    public void start() {
        thread.start();
    }

    /**
     * Ends: while connected, or connecting for the first time, what is spooled is sent and acknowledged first, for at most
     * so long; the rest stays spooled.
     *
     * @return whether the threads have ended
     */
    public boolean stop(Duration flush, Duration deadline) {
        ending.ask();
        boolean hopeful = welcomed || !failedBefore && setup.spool().backlog().unacknowledged() > 0;
        boolean ended = joined(hopeful ? flush : Duration.ZERO);
        ending.now();
        if (!ended) {
            abort();
        }
        return ended || joined(deadline);
    }

    private void abort() {
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is gone either way.
                return;
            }
        }
    }

    private boolean joined(Duration atMost) {
        boolean interrupted = false;
        long end = Clock.system().nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); thread.isAlive() && left > 0; left = end - Clock.system().nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                // The pipe's threads are interrupted when it stops: the flush goes on, the interrupt is kept.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void loop() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                if (failedBefore) {
                    setup.counters().retries.increment();
                }
                goesOn = attempt() && !ending.asked();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when the spool is closed. Whatever else goes wrong, there is another attempt: nobody would start this thread again. */
    private boolean attempt() throws InterruptedException {
        try {
            rest(round());
        } catch (PenstockException e) {
            if (e.kind() == ErrorKind.CLOSED) {
                return false;
            }
            stumble("cannot send now: " + PenstockException.describe(e));
        } catch (RuntimeException | Error e) {
            stumble("a defect keeps the sender from sending: " + PenstockException.describe(e));
        }
        return true;
    }

    private void stumble(String reason) throws InterruptedException {
        long until = setup.clock().nanoTime() + RetryWaits.SLOW.toNanos();
        failedBefore = true;
        setup.state().degraded(reason);
        setup.counters().failures.increment();
        setup.signal().await(ending::asked, until);
    }

    /** One try at each server, until one has said welcome; gives what went wrong in the end. */
    private Failure round() throws InterruptedException {
        Failure last = Failure.NONE;
        for (ServerAddress server : setup.options().servers()) {
            if (ending.isNow()) {
                return last;
            }
            int before = connection;
            try {
                session(server);
                return Failure.NONE;
            } catch (IOException e) {
                last = last.and(server, e, waits.failures() + 1);
            } catch (PenstockException e) {
                if (e.kind() == ErrorKind.CLOSED || e.kind() == ErrorKind.BUG) {
                    throw e;
                }
                last = last.and(server, e, waits.failures() + 1);
            }
            if (connection != before) {
                return last;
            }
        }
        return last;
    }

    private void session(ServerAddress server) throws IOException, InterruptedException {
        Dialect dialect = setup.options().protocol() == Protocol.PENSTOCK ? Dialect.PENSTOCK : Dialect.ALUMET;
        setup.spool().source().rewind();
        Socket fresh = new Socket();
        socket = fresh;
        if (ending.isNow()) {
            return;
        }
        try (Link open = Link.to(fresh, server, setup.options(), dialect, setup.clock())) {
            Session session = dialect == Dialect.PENSTOCK ? penstock(server, open) : alumet(open);
            // Before anybody hears of it: how long it lasts counts from here.
            long welcome = setup.clock().nanoTime();
            connection++;
            welcomed = true;
            failedBefore = true;
            setup.counters().connections.increment();
            setup.state().connected(server, setup.options().encrypted(server), setup.spool().dropped());
            run(session, welcome);
        } finally {
            welcomed = false;
            socket = null;
        }
    }

    private void run(Session session, long welcome) throws IOException, InterruptedException {
        Backlog backlog = setup.spool().backlog();
        long acknowledged = backlog.acknowledgedEvents();
        try {
            session.run();
        } finally {
            // Not at once: what a server refuses after each Welcome is sent more and more slowly.
            boolean lasted = setup.clock().nanoTime() - welcome >= setup.options().retry().maxDelay().toNanos();
            if (lasted || backlog.acknowledgedEvents() > acknowledged) {
                waits.reset();
            }
        }
    }

    private Session penstock(ServerAddress server, Link open) throws IOException {
        RelayOptions options = setup.options();
        Handshake handshake = new Handshake(open, new Handshake.Settings(setup.identity().uuid(), setup.name(),
                options.token(), options.compressed(server), setup.random()), setup.clock());
        List<EpochRange> ranges = setup.spool().backlog().ranges();
        Handshake.Agreed agreed = handshake.agree(ranges);
        resume(ranges, agreed.welcome());
        return new PenstockSession(setup, open, agreed, ending, connection + 1, name);
    }

    /** Takes over how far the server is. */
    private void resume(List<EpochRange> ranges, Welcome welcome) throws IOException {
        Backlog backlog = setup.spool().backlog();
        for (int i = 0; i < ranges.size(); i++) {
            long epoch = ranges.get(i).epoch();
            if (welcome.resume().get(i).isPresent() && backlog.exceeds(epoch, welcome.resume().get(i).getAsLong())) {
                setup.identity().renew();
                throw new LostConnection("the server has more from this client than it ever sent: another machine goes on "
                        + "with a copy of its memory. It has a new identity now");
            }
        }
        for (int i = 0; i < ranges.size(); i++) {
            if (welcome.resume().get(i).isPresent()) {
                backlog.resumesAt(ranges.get(i).epoch(), welcome.resume().get(i).getAsLong());
            }
        }
    }

    private Session alumet(Link open) throws IOException {
        return AlumetSession.greet(setup, open, ending);
    }

    private void rest(Failure failure) throws InterruptedException {
        if (ending.asked() || failure == Failure.NONE) {
            return;
        }
        long from = setup.clock().nanoTime();
        failedBefore = true;
        Duration wait = waits.next();
        if (failure.needsAPerson() || waits.exhausted()) {
            setup.state().degraded(failure.reason());
        } else {
            setup.state().retrying(failure.reason());
        }
        Duration longest = failure.retryAfter().compareTo(wait) > 0 ? failure.retryAfter() : wait;
        setup.counters().failures.increment();
        pause(from + longest.toNanos());
    }

    /** Waits, and meanwhile counts what a full spool drops. */
    private void pause(long until) throws InterruptedException {
        setup.signal().await(() -> {
            if (!ending.asked()) {
                setup.spool().source().countDropped();
                setup.state().dropped(setup.spool().dropped());
            }
            return ending.asked();
        }, until);
    }
}
