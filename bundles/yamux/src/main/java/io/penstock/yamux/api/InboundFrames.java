package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the peer's frames do. Whatever it sends ends in an event, in a reset of one stream, or in the end of the session; never in an
 * exception. Event loop only.
 */
final class InboundFrames implements FrameReader.Sink {
    private final YamuxSession session;
    private final int longestFrame;
    private final FloodGuard guard;
    private final Figures figures;
    private List<YamuxStream> touched = new ArrayList<>();
    private List<YamuxStream> spare = new ArrayList<>();
    private Optional<YamuxStream> current = Optional.empty();
    private boolean finishing;

    InboundFrames(YamuxSession session, YamuxSettings settings, Clock clock, Figures figures) {
        this.session = session;
        this.longestFrame = settings.maxWindow();
        this.guard = new FloodGuard(clock);
        this.figures = figures;
    }

    @Override
    public boolean isEnded() {
        return session.isEnded();
    }

    @Override
    public void dataBegins(int flags, int id, long length) {
        current = find("data", flags, id).filter(YamuxStream::isOpen);
        finishing = (flags & Header.FIN) != 0;
        if (current.isEmpty()) {
            if (length > longestFrame) {
                broken("data frame of " + length + " bytes, more than any window");
            }
            return;
        }
        YamuxStream stream = current.get();
        if (length > 0 && stream.isPeerFinished()) {
            stream.fail(breach("data after FIN"));
        } else if (!stream.receiving().accept(length)) {
            broken("data frame of " + length + " bytes, more than the window");
        }
        session.streams().keepBudget();
    }

    @Override
    public void dataPiece(ByteBuf piece) {
        YamuxStream stream = current.filter(YamuxStream::isOpen).orElse(null);
        if (stream == null) {
            piece.release();
            return;
        }
        if (!stream.touched) {
            stream.touched = true;
            touched.add(stream);
        }
        stream.deliver(piece);
        session.streams().keepBudget();
    }

    @Override
    public void dataEnds() {
        if (finishing) {
            current.filter(YamuxStream::isOpen).ifPresent(YamuxStream::finishedByPeer);
        }
        current = Optional.empty();
    }

    @Override
    public void windowUpdate(int flags, int id, long delta) {
        find("window update", flags, id).filter(YamuxStream::isOpen).ifPresent(stream -> {
            if (!stream.raise(delta)) {
                stream.fail(breach("window raised by " + delta + " to more than 4 GiB"));
            } else if ((flags & Header.FIN) != 0) {
                stream.finishedByPeer();
            }
        });
    }

    @Override
    public void ping(int flags, int id, int value) {
        if (id != 0) {
            broken("ping for a stream");
        } else if ((flags & Header.ACK) != 0) {
            session.answered(value);
        } else if (guard.allows()) {
            session.outbound().control().pong(value);
        } else {
            broken("a flood of pings");
        }
    }

    @Override
    public void goAway(int id, long code) {
        if (id != 0) {
            broken("go-away for a stream");
        } else {
            session.peerGoesAway(GoAwayCode.of(code));
        }
    }

    @Override
    public void broken(String what) {
        session.broken(breach(what));
    }

    /** The end of a read burst. */
    void endBurst() {
        List<YamuxStream> ended = touched;
        touched = spare;
        ended.forEach(YamuxStream::endBurst);
        ended.clear();
        spare = ended;
    }

    /** The stream a frame is for, made by a SYN, gone by an RST; empty when the frame has no effect. */
    private Optional<YamuxStream> find(String what, int flags, int id) {
        if (id == 0) {
            broken(what + " for stream 0");
            return Optional.empty();
        }
        Optional<YamuxStream> known = session.streams().get(id);
        if ((flags & Header.SYN) != 0) {
            return begin(flags, id, known.isPresent());
        }
        if (known.isEmpty()) {
            figures.strays.add(1);
            return known;
        }
        session.streams().acknowledged(known.get());
        if ((flags & Header.RST) != 0) {
            reset(known.get());
            return Optional.empty();
        }
        return known;
    }

    private Optional<YamuxStream> begin(int flags, int id, boolean known) {
        if (session.streams().owns(id)) {
            broken("SYN with a number of this end: " + Integer.toUnsignedLong(id));
        } else if (known) {
            broken("second SYN of stream " + Integer.toUnsignedLong(id));
        } else if ((flags & Header.RST) == 0) {
            return session.streams().accept(id, guard);
        } else if (!guard.allows()) {
            broken("a flood of resets");
        }
        return Optional.empty();
    }

    private void reset(YamuxStream stream) {
        stream.end(new PenstockException(ErrorKind.RETRY, "yamux.reset", "the peer reset the stream"));
        if (!guard.allows()) {
            broken("a flood of resets");
        }
    }

    private static PenstockException breach(String what) {
        return new PenstockException(ErrorKind.RETRY, "yamux.protocol", "the peer broke the protocol: " + what);
    }
}
