package io.penstock.control.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream of server-sent events on one connection. {@link #send} and {@link #end} from anywhere, the rest on its loop only. */
final class SseStream implements SseSink {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final String COMMENT = ": here\n\n";
    private static final long COMMENT_SECONDS = 15;

    private final ChannelHandlerContext ctx;
    private final HttpPort port;
    private final Runnable cutOff;
    private final AtomicLong waiting = new AtomicLong();
    private volatile boolean over;
    private Optional<AutoCloseable> source = Optional.empty();
    private Future<?> comments;

    SseStream(ChannelHandlerContext ctx, HttpPort port, Runnable cutOff) {
        this.ctx = ctx;
        this.port = port;
        this.cutOff = cutOff;
    }

    void start(Reply reply, String id) {
        ctx.writeAndFlush(Responses.begun(reply, id, port.clock()));
        comment();
        comments = ctx.executor().scheduleAtFixedRate(this::comment, COMMENT_SECONDS, COMMENT_SECONDS, TimeUnit.SECONDS);
        try {
            source = Optional.of(reply.stream().orElseThrow().open(this));
        } catch (RuntimeException e) {
            LOG.error("request {}: its stream of events cannot begin", id, e);
            ctx.executor().execute(cutOff);
        }
    }

    @Override
    public boolean send(OptionalLong id, String event, String data) {
        if (over) {
            return false;
        }
        StringBuilder text = new StringBuilder(data.length() + 64);
        id.ifPresent(number -> text.append("id: ").append(number).append('\n'));
        text.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
        waiting.addAndGet(text.length());
        ctx.executor().execute(() -> write(text.toString()));
        return true;
    }

    private void comment() {
        waiting.addAndGet(COMMENT.length());
        write(COMMENT);
    }

    private void write(String text) {
        if (over) {
            return;
        }
        if (waiting.get() > MAX_WAITING_BYTES) {
            cutOff.run();
            return;
        }
        ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8))))
                .addListener(written -> waiting.addAndGet(-text.length()));
    }

    @Override
    public void end() {
        ctx.executor().execute(() -> {
            if (!over) {
                ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(written -> cutOff.run());
            }
        });
    }

    void close() {
        over = true;
        if (comments != null) {
            comments.cancel(false);
        }
        source.ifPresent(open -> {
            try {
                open.close();
            } catch (Exception e) {
                LOG.warn("a stream of events did not end well: {}", e.toString());
            }
        });
    }
}
