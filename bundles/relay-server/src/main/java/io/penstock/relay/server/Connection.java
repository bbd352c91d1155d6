package io.penstock.relay.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.penstock.core.error.PenstockException;
import io.penstock.relay.wire.api.Dialect;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.FrameReader;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.MessageCodec;
import io.penstock.relay.wire.api.RejectCode;
import io.penstock.relay.wire.api.RelayProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its first byte to its last: bytes to frames, answers to bytes, and a clean end. What the frames
 * mean is its {@link Talk}'s matter. Belongs to its event loop; what other threads may call says so.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RelayServerCapability.PID);
    /** A rejected client has so long to read why; closing at once could take the answer away from it. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Relay relay;
    private final Roll roll;
    private final boolean encrypted;
    private final Lane lane = new Lane(this);
    private final Pulse pulse;
    private final FrameReader reader = new FrameReader(RelayProtocol.MAX_HANDSHAKE_FRAME_BYTES);
    private ChannelHandlerContext context;
    private Talk talk;
    private Set<String> certified = Set.of();
    private boolean queues;
    /** Counted by the gate when it was accepted. */
    private boolean stranger = true;
    private boolean guest;
    private boolean greeted;
    private long unframed;
    private long endedAt;
    private volatile boolean ended;
    private volatile Intake intake;

    Connection(Relay relay, Roll roll, boolean encrypted) {
        this.relay = relay;
        this.roll = roll;
        this.encrypted = encrypted;
        this.pulse = new Pulse(relay.clock());
        this.talk = new Greeting(relay, this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        roll.add(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext unused) {
        relay.counters().accepted.increment();
        Duration wait = relay.attempts().wait(address());
        if (wait.isZero()) {
            return;
        }
        if (encrypted) {
            close();
        } else {
            reject(RejectCode.RATE, "too many failed attempts from this address", wait);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext unused, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                certify();
            } else if (context.channel().isActive()) {
                denied("TLS: " + PenstockException.describe(completion.cause()));
                close();
            }
        }
    }

    private void certify() {
        try {
            certified = CertifiedNames.of(context.pipeline(), relay.clock().now());
        } catch (PenstockException e) {
            denied("TLS: " + e.getMessage());
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext unused, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            pulse.hear();
            if (!ended) {
                unframed += bytes.readableBytes();
                reader.feed(bytes.nioBuffer());
                takeFrames();
            }
        } catch (PenstockException e) {
            reject(RejectCode.PROTOCOL, e.getMessage(), Duration.ZERO);
        } finally {
            bytes.release();
        }
    }

    private void takeFrames() {
        for (Optional<Frame> next = reader.next(); next.isPresent() && !ended; next = reader.next()) {
            // The first frame has a preamble; nothing may follow it before it is answered.
            unframed = greeted ? unframed - next.get().sizeBytes() - Frame.HEADER_BYTES : 0;
            greeted = true;
            talk.take(next.get());
        }
        if (queues && !ended && !relay.turns().holds(lane, Math.max(0, unframed))) {
            context.channel().config().setAutoRead(false);
        }
    }

    /** Which protocol is spoken; known when the first frame is here. */
    boolean isAlumet() {
        return reader.dialect().equals(Optional.of(Dialect.ALUMET));
    }

    /** Goes on with another talk. */
    void become(Talk next) {
        talk = next;
    }

    /**
     * Becomes a guest, whose frames are queued for the input's thread; false where there is no place.
     *
     * @param work what they go through
     * @param maxFrameBytes the longest from now on
     */
    boolean enter(Intake work, int maxFrameBytes) {
        if (!relay.gate().guestCame()) {
            return false;
        }
        guest = true;
        noStranger();
        intake = work;
        reader.limit(maxFrameBytes);
        queues = true;
        return true;
    }

    /** Leaves a frame to the input's thread. */
    void queue(Frame frame) {
        relay.turns().put(lane, frame);
    }

    private void noStranger() {
        if (stranger) {
            stranger = false;
            relay.gate().strangerWent();
        }
    }

    /** Counts an attempt to be somebody else; logged once per address and minute. */
    void denied(String why) {
        relay.counters().denied.increment();
        if (relay.attempts().failed(address())) {
            LOG.warn("refused a relay client at {}: {}; further ones from there are not logged for a minute",
                    addressText(), why);
        }
    }

    /** Looks what is due. */
    void tick() {
        if (!ended) {
            talk.tick();
        } else if (relay.clock().nanoTime() - endedAt > LINGER_NANOS || stranger && !relay.gate().hasRoomForStrangers()) {
            context.close();
        }
    }

    /** Whether it is not read from because too much waits. Any thread. */
    boolean isPaused() {
        return relay.turns().isPaused(lane);
    }

    /** Any thread. */
    boolean isEnded() {
        return ended;
    }

    /** Any thread, to read. */
    Pulse pulse() {
        return pulse;
    }

    /** The names in the client's certificate. */
    Set<String> certified() {
        return certified;
    }

    /** What its frames go through. The input's thread. */
    Intake intake() {
        return intake;
    }

    /** Its event loop. Any thread. */
    Executor loop() {
        return context.executor();
    }

    /** Does something later, on the event loop. */
    void later(Runnable task, long millis) {
        context.executor().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** There is room again: reads on. Any thread. */
    void resume() {
        loop().execute(() -> {
            if (!isPaused()) {
                pulse.resume();
                context.channel().config().setAutoRead(true);
            }
        });
    }

    /** Ends it, with a reason for the client. Any thread. */
    void fail(RejectCode code, String message, Duration retryAfter) {
        loop().execute(() -> reject(code, message, retryAfter));
    }

    /** Ends it without a word: nobody is there. Any thread. */
    void evict() {
        ended = true;
        loop().execute(this::close);
    }

    void reject(RejectCode code, String message, Duration retryAfter) {
        reject(new Reject(code, message, RelayProtocol.MIN_VERSION, RelayProtocol.MAX_VERSION, retryAfter));
    }

    void reject(Reject reject) {
        if (!ended) {
            relay.counters().rejected.increment();
            end();
            if (isAlumet()) {
                context.close();
            } else {
                send(reject);
                context.channel().config().setAutoRead(true);
            }
        }
    }

    void send(Message message) {
        write(MessageCodec.encode(message));
    }

    /** Writes a whole frame, whose buffer it keeps. */
    void write(ByteBuffer frame) {
        pulse.write();
        context.writeAndFlush(Unpooled.wrappedBuffer(frame)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** Whether it takes more at the moment. */
    boolean isWritable() {
        return context.channel().isWritable();
    }

    void close() {
        end();
        context.close();
    }

    /** Nothing more is taken from it; what was written still goes out, for a while. */
    void end() {
        if (endedAt == 0) {
            ended = true;
            endedAt = relay.clock().nanoTime() | 1;
            if (talk.repeats()) {
                relay.turns().leave(lane);
            } else {
                relay.turns().finish(lane);
            }
            talk.end();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext unused) {
        talk.writable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext unused) {
        end();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext unused) {
        end();
        roll.remove(this);
        noStranger();
        if (guest) {
            guest = false;
            relay.gate().guestWent();
        }
    }

    /** A broken connection is no event of its own: the client comes again. */
    @Override
    public void exceptionCaught(ChannelHandlerContext unused, Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException) {
            LOG.debug("the connection of {} broke: {}", addressText(), PenstockException.describe(cause));
        } else {
            LOG.error("a defect ended the connection of {}", addressText(), cause);
        }
        context.close();
    }

    private InetAddress address() {
        return context.channel().remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    String addressText() {
        return address().getHostAddress();
    }
}
