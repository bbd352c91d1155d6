package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;

/** One of the streams of a session: bytes both ways, each way ended alone. Used on the session's loop only. */
public final class YamuxStream {
    /** The scheduler's notes. */
    boolean listed;
    int servedRound = -1;
    int deficit;
    /** Waits in the control queue. */
    boolean due;
    /** Got data in this read burst. */
    boolean touched;

    private final YamuxSession session;
    private final int id;
    private final boolean own;
    private final ReceiveWindow receiving;
    private final SendQueue sending = new SendQueue();
    private StreamEvents events = DeafStream.DEAF;
    private boolean open = true;
    private boolean announced;
    private boolean acknowledged;
    private boolean peerFinished;
    private boolean finishing;
    private boolean finished;
    private boolean full;

    YamuxStream(YamuxSession session, int id, boolean own, ReceiveWindow receiving) {
        this.session = session;
        this.id = id;
        this.own = own;
        this.receiving = receiving;
    }

    /** The stream's number, odd when the client opened it. Unsigned 32 bits. */
    public long id() {
        return Integer.toUnsignedLong(id);
    }

    /** The session this is a stream of. */
    public YamuxSession session() {
        return session;
    }

    /**
     * Takes over the bytes and sends them as the peer's window, the carrier and the other streams allow. Whoever writes stops
     * while the stream is not writable: the queue has no limit of its own. After {@link #finish}, or when the stream is
     * closed, the bytes are released and dropped.
     */
    public void write(ByteBuf bytes) {
        if (!open || finishing || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        long before = sending.cost();
        sending.add(bytes);
        session.outbound().queued(this, sending.cost() - before);
        full |= sending.cost() >= session.outbound().highWater();
    }

    /** Whether more should be written now; if not, {@link StreamEvents#writable} tells when it should. */
    public boolean isWritable() {
        return open && !finishing && !full;
    }

    /** Sends no more after what is queued; the peer may go on sending. Idempotent. */
    public void finish() {
        if (open && !finishing) {
            finishing = true;
            session.outbound().ready(this);
        }
    }

    /** Ends the stream at once, both ways; what is queued is dropped, no event follows. Idempotent. */
    public void reset() {
        if (open) {
            if (announced || !own) {
                session.outbound().reset(id);
            }
            close();
        }
    }

    /** Tells that bytes given to {@link StreamEvents#data} went where they go; the peer may send as many again. */
    public void consumed(int bytes) {
        if (open && receiving.consumed(bytes) && announced) {
            session.outbound().due(this);
        }
    }

    /** False once it was reset, or both ends have finished and all was sent. */
    public boolean isOpen() {
        return open;
    }

    int number() {
        return id;
    }

    boolean isUnsentAck() {
        return !own && !announced;
    }

    boolean isUnacknowledged() {
        return own && !acknowledged;
    }

    boolean isPeerFinished() {
        return peerFinished;
    }

    ReceiveWindow receiving() {
        return receiving;
    }

    /** From now on this is told what happens. */
    void tell(StreamEvents owner) {
        events = new GuardedEvents(owner);
    }

    long queuedCost() {
        return sending.cost();
    }

    long queuedBytes() {
        return sending.bytes();
    }

    /** Whether a frame could leave: some data with credit for it, or the FIN. */
    boolean canSend() {
        return open && announced && (sending.canSend() || finishing && !finished && sending.isEmpty());
    }

    /**
     * Writes one data frame, or the FIN when all data is out; returns its payload's size. The FIN goes alone and as a window update: with
     * data, hashicorp's reader may see the end before the bytes.
     */
    int writeFrame(FrameWriter out, int limit) {
        if (sending.isEmpty()) {
            out.header(Header.WINDOW_UPDATE, Header.FIN, id, 0);
            finished = true;
            closeWhenDone();
            return 0;
        }
        int size = sending.next(limit);
        out.header(Header.DATA, 0, id, size);
        sending.take(size, out);
        return size;
    }

    /** Whether the queue had been full and has just fallen below half of its limit. */
    boolean isRelieved(int highWater) {
        boolean relieved = full && sending.cost() <= highWater / 2;
        full &= !relieved;
        return relieved;
    }

    /** Writes the SYN, the ACK or the window update that is due. Credit follows the SYN apart: not everybody reads it there. */
    void writeDue(FrameWriter out, Outbound from) {
        if (!open) {
            return;
        }
        if (announced) {
            int delta = peerFinished ? 0 : from.grant(receiving);
            if (delta > 0) {
                out.header(Header.WINDOW_UPDATE, 0, id, delta);
            }
            return;
        }
        announced = true;
        int delta = from.grantInitial(receiving);
        if (own) {
            out.header(Header.WINDOW_UPDATE, Header.SYN, id, 0);
            if (delta > 0) {
                out.header(Header.WINDOW_UPDATE, 0, id, delta);
            }
        } else {
            out.header(Header.WINDOW_UPDATE, Header.ACK, id, delta);
        }
        from.ready(this);
        if (receiving.isDue()) {
            from.due(this);
        }
    }

    /** The peer's ACK; true when it was the first. */
    boolean acknowledge() {
        boolean first = own && !acknowledged;
        acknowledged = true;
        return first;
    }

    /** The peer takes more; false when that is more than can be. */
    boolean raise(long delta) {
        boolean valid = sending.raise(delta);
        session.outbound().ready(this);
        return valid;
    }

    /** A piece of the peer's data, already taken off its credit. */
    void deliver(ByteBuf piece) {
        receiving.piece();
        events.data(this, piece);
    }

    void endBurst() {
        touched = false;
        if (open) {
            events.burstEnded(this);
        }
    }

    void finishedByPeer() {
        if (!peerFinished) {
            peerFinished = true;
            receiving.finished();
            events.finished(this);
            closeWhenDone();
        }
    }

    void relieved() {
        if (isWritable()) {
            events.writable(this);
        }
    }

    /** Resets the stream and tells its owner why. */
    void fail(Throwable cause) {
        if (open) {
            reset();
            events.reset(this, cause);
        }
    }

    /** The peer reset the stream, or the session has ended. */
    void end(Throwable cause) {
        if (open) {
            close();
            events.reset(this, cause);
        }
    }

    private void closeWhenDone() {
        if (open && finished && peerFinished) {
            close();
        }
    }

    private void close() {
        open = false;
        session.outbound().dropped(sending.cost());
        session.streams().closed(this);
        sending.clear();
        receiving.release();
    }
}
