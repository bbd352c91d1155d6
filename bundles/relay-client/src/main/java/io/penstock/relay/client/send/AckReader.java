package io.penstock.relay.client.send;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.relay.client.backlog.Backlog;
import io.penstock.relay.client.backlog.BlockSource;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.Message.Ack;
import io.penstock.relay.wire.api.Message.Goodbye;
import io.penstock.relay.wire.api.Message.Notice;
import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.MessageCodec;
import io.penstock.relay.wire.api.NoticeCode;
import io.penstock.relay.wire.api.RejectCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Listens to the server on a thread of its own, so that acknowledgements come in, and silence is noticed, while a write
 * blocks. Whatever ends it closes the link.
 */
final class AckReader {
    /** A peer silent for so many heartbeats is lost. */
    private static final int SILENT_HEARTBEATS = 3;
    /** Of one connection; more are not logged. */
    private static final int MAX_NOTICES = 20;
    private static final Duration RENEW_AGAIN = Duration.ofSeconds(10);

    private final SenderSetup setup;
    private final Link link;
    private final InFlight inFlight;
    private final Duration heartbeat;
    private final Thread thread;
    private int notices;
    private long renewAt;
    private volatile IOException failure;

    AckReader(SenderSetup setup, Link link, InFlight inFlight, Duration heartbeat, String name) {
        this.setup = setup;
        this.link = link;
        this.inFlight = inFlight;
        this.heartbeat = heartbeat;
        this.renewAt = setup.clock().nanoTime();
        this.thread = Workers.thread(name + "-acks", this::loop);
    }

    void start() {
        thread.start();
    }

    /** What ended the connection, if something has. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Ends with the link, which must be closed. */
    void join() throws InterruptedException {
        thread.join();
    }

    private void loop() {
        try {
            while (true) {
                take(next());
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new LostConnection("the server's answers cannot be taken: " + PenstockException.describe(e));
        } finally {
            link.close();
            setup.signal().raise();
        }
    }

    private Frame next() throws IOException {
        Clock clock = setup.clock();
        long patience = heartbeat.toNanos() * SILENT_HEARTBEATS;
        while (true) {
            Optional<Frame> frame = link.read(link.heard() + patience);
            if (frame.isPresent()) {
                return frame.get();
            }
            if (clock.nanoTime() - link.heard() >= patience) {
                throw new LostConnection("the server was silent for " + SILENT_HEARTBEATS + " heartbeats");
            }
        }
    }

    private void take(Frame frame) throws IOException {
        Message message = MessageCodec.decode(frame);
        if (message instanceof Ack ack) {
            acknowledged(ack);
        } else if (message instanceof Notice notice) {
            noticed(notice);
        } else if (message instanceof Reject reject) {
            throw Refusal.of(reject);
        } else if (message instanceof Goodbye goodbye) {
            throw new Refusal(RejectCode.CLOSING, "the server said goodbye"
                    + (goodbye.message().isBlank() ? "" : ": " + Refusal.plain(goodbye.message())), Duration.ZERO);
        } else if (!(message instanceof Message.Heartbeat)) {
            throw new Refusal(RejectCode.PROTOCOL, "the server said " + message.getClass().getSimpleName()
                    + " where only acknowledgements were expected", Duration.ZERO);
        }
        if (setup.identity().isRenewalDue() && setup.clock().nanoTime() - renewAt >= 0) {
            renewIdentity("");
        }
    }

    private void noticed(Notice notice) {
        if (++notices > MAX_NOTICES) {
            return;
        }
        String said = Refusal.plain(notice.message());
        if (notice.code() == NoticeCode.IDENTITY_SHARED) {
            renewIdentity(said);
        } else {
            setup.state().told("the server says: " + said);
        }
    }

    /** Where the disk is full this is tried again later: what is sent meanwhile is what makes room. */
    private void renewIdentity(String said) {
        String copied = "another machine has this one's relay identity, as a copy of its data folder would: ";
        try {
            setup.identity().renewForNextStart();
            setup.state().noticed(copied + "from the next start on this one has a new identity. " + said);
        } catch (PenstockException e) {
            renewAt = setup.clock().nanoTime() + RENEW_AGAIN.toNanos();
            setup.state().noticed(copied + "it needs a new one, but " + e.getMessage());
        }
    }

    private void acknowledged(Ack ack) throws IOException {
        Backlog backlog = setup.spool().backlog();
        if (backlog.exceeds(ack.epoch(), ack.next())) {
            throw new Refusal(RejectCode.PROTOCOL, "the server acknowledged what was not sent", Duration.ZERO);
        }
        if (backlog.firstOf(ack.epoch()).isEmpty()) {
            return;
        }
        inFlight.heard(ack.epoch(), ack.next());
        settle();
        setup.counters().acknowledgedAt(setup.clock().now().toEpochMilli() / 1e3);
        setup.signal().raise();
    }

    /**
     * Forgets what is acknowledged. Also for the sender, after a frame: what a former connection brought may be stored, and
     * acknowledged to this one, before this one has sent it again.
     */
    synchronized void settle() {
        long position = 0;
        for (InFlight.Sent frame : inFlight.settled()) {
            setup.spool().backlog().acknowledged(frame.epoch(), frame.next(), frame.lostBefore());
            position = Math.max(position, frame.position());
        }
        if (position > 0) {
            BlockSource source = setup.spool().source();
            source.done(position);
        }
        setup.counters().inFlight(inFlight.bytes());
    }
}
