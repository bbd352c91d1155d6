package io.penstock.testing;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection through the relay: two sockets, two ways. The relay's thread only. */
final class RelayedConnection {
    private final SocketChannel near;
    private final SocketChannel far;
    private final SelectionKey nearKey;
    private final SelectionKey farKey;
    private final RelayedWay out;
    private final RelayedWay back;
    private boolean lost;
    private boolean closed;

    RelayedConnection(SocketChannel near, SocketChannel far, Selector selector, RelayedWay out, RelayedWay back) throws IOException {
        this.near = near;
        this.far = far;
        this.out = out;
        this.back = back;
        nearKey = near.register(selector, 0);
        farKey = far.register(selector, SelectionKey.OP_CONNECT);
    }

    /** From now on nothing comes through, not even the end; what was on its way is lost. */
    void lose() {
        lost = true;
        out.forget();
        back.forget();
    }

    /** Does what can be done now, and sets what is waited for. */
    void turn(long now, boolean paused) {
        try {
            if (far.isConnectionPending()) {
                connect();
            } else if (!paused) {
                pass(now);
            }
            listen(now, paused);
        } catch (IOException e) {
            abort();
        }
    }

    private void connect() throws IOException {
        if (isReady(farKey)) {
            far.finishConnect();
        }
    }

    private void pass(long now) throws IOException {
        if (lost) {
            swallow(nearKey, out);
            swallow(farKey, back);
        } else {
            move(nearKey, out, now);
            move(farKey, back, now);
        }
        boolean done = lost ? out.ended() && back.ended() : out.finished() && back.finished();
        if (out.reset() || back.reset()) {
            abort();
        } else if (done) {
            close();
        }
    }

    private static void swallow(SelectionKey from, RelayedWay way) {
        if (isReady(from) && !way.ended()) {
            way.swallow();
        }
    }

    private static void move(SelectionKey from, RelayedWay way, long now) {
        if (isReady(from) && way.wantsToRead(now)) {
            way.read(now);
        }
        way.write(now);
    }

    /** A key that was not selected this time still says what it was ready for the last time. */
    private static boolean isReady(SelectionKey key) {
        return key.selector().selectedKeys().contains(key);
    }

    private void listen(long now, boolean paused) {
        if (closed || far.isConnectionPending()) {
            return;
        }
        interest(nearKey, out, back, now, paused);
        interest(farKey, back, out, now, paused);
    }

    private void interest(SelectionKey key, RelayedWay from, RelayedWay to, long now, boolean paused) {
        int read = lost ? (from.ended() ? 0 : SelectionKey.OP_READ) : from.wantsToRead(now) ? SelectionKey.OP_READ : 0;
        int wanted = paused ? 0 : read | (!lost && to.wantsToWrite(now) ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    long waitNanos(long now, long most) {
        return Math.min(out.waitNanos(now, most), back.waitNanos(now, most));
    }

    boolean isClosed() {
        return closed;
    }

    /** Closes both sides so that their peers see a reset. */
    void abort() {
        closed = true;
        out.forget();
        back.forget();
        RelayedWay.abort(near);
        RelayedWay.abort(far);
    }

    private void close() throws IOException {
        closed = true;
        near.close();
        far.close();
    }
}
