package io.penstock.control.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.PenstockException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One connection: one request after the other, the next only when the one before is answered. At most one further message is
 * read meanwhile, so that an end is noticed. Its event loop only.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    /** A head that has begun. */
    static final Duration HEAD_TIME = Duration.ofSeconds(10);
    /** A body, to its end. */
    static final Duration BODY_TIME = Duration.ofSeconds(60);
    /** Until an answer is read. */
    static final Duration WRITE_TIME = Duration.ofSeconds(60);
    /** Longer than anything waits: 50 s. */
    static final Duration ANSWER_TIME = Duration.ofSeconds(120);
    /** Between requests. */
    static final Duration IDLE_TIME = Duration.ofSeconds(75);
    /** So much of a body is passed over after a refusal, that the refusal may be read; then the connection ends. */
    private static final long MAX_PASSED_OVER = 1 << 20;
    private static final String CONTINUE = "100-continue";

    private enum State { HEAD, DECIDING, BODY, ANSWERING, STREAMING, PASSING_OVER, ENDED }

    private final HttpPort port;
    private volatile ChannelHandlerContext ctx;
    private Deadline deadline;
    private State state = State.HEAD;
    private boolean reading;
    private Optional<HttpRequest> next = Optional.empty();
    // of the request that is being served
    private RequestHead head;
    private boolean keepAlive;
    private boolean bodyEnded;
    private boolean expectsContinue;
    private Admitted admitted;
    private Optional<IncomingBody> body = Optional.empty();
    private long passedOver;
    private long startedAt;
    private CompletableFuture<Void> gone;
    private Optional<SseStream> stream = Optional.empty();

    HttpConnection(HttpPort port) {
        this.port = port;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        deadline = new Deadline(context.executor(), port.clock(), this::late);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline.in(IDLE_TIME);
        read();
    }

    private void read() {
        if (!reading && state != State.ENDED) {
            reading = true;
            ctx.read();
        }
    }

    /** The first bytes of a head. */
    void bytesCame() {
        if (state == State.HEAD && head == null) {
            head = port.heads().nonsense(ctx.channel().remoteAddress());
            deadline.in(HEAD_TIME);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = false;
        try {
            if (state == State.ENDED) {
                return;
            }
            HttpObject object = (HttpObject) message;
            if (object.decoderResult().isFailure()) {
                unreadable(object.decoderResult().cause());
            } else if (object instanceof HttpRequest request && request.protocolVersion().majorVersion() != 1) {
                unreadable(new IllegalArgumentException("another version"));
            } else if (object instanceof HttpRequest request) {
                request(request);
            } else if (object instanceof HttpContent content) {
                content(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** What was read held no message, as a part of TLS's handshake: what was asked for is still wanted. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (reading && state != State.ENDED) {
            ctx.read();
        }
    }

    private void unreadable(Throwable cause) {
        if (state == State.ANSWERING || state == State.STREAMING) {
            end();
            return;
        }
        port.counters().nonsense.increment();
        keepAlive = false;
        bodyEnded = true;
        head = head == null ? port.heads().nonsense(ctx.channel().remoteAddress()) : head;
        send(port.desk().refusal(head, Heads.unreadable(cause)));
    }

    private void request(HttpRequest request) {
        if (state != State.HEAD) {
            next = Optional.of(request);
            return;
        }
        head = port.heads().of(request, ctx.channel().remoteAddress());
        startedAt = port.clock().nanoTime();
        keepAlive = HttpUtil.isKeepAlive(request) && !port.isStopping();
        bodyEnded = false;
        expectsContinue = CONTINUE.equalsIgnoreCase(request.headers().get(HttpHeaderNames.EXPECT));
        passedOver = 0;
        gone = new CompletableFuture<>();
        state = State.DECIDING;
        deadline.in(BODY_TIME);
        decide();
    }

    private void decide() {
        try {
            port.door().admit(head).whenComplete((admission, failure) -> onLoop(() -> decided(admission, failure)));
        } catch (RuntimeException e) {
            decided(null, e);
        }
    }

    private void onLoop(Runnable work) {
        if (ctx.executor().inEventLoop()) {
            work.run();
        } else {
            ctx.executor().execute(work);
        }
    }

    private void decided(Admission admission, Throwable failure) {
        if (state != State.DECIDING) {
            return;
        }
        if (failure != null) {
            send(port.desk().refusal(head, failure));
        } else if (admission instanceof NotAdmitted refused) {
            send(port.desk().refusal(refused));
        } else {
            admitted = (Admitted) admission;
            body = Optional.of(new IncomingBody(admitted.rule().maxBody(), port.bodies()));
            state = State.BODY;
            if (expectsContinue) {
                ctx.writeAndFlush(Responses.goOn());
            }
            read();
        }
    }

    private void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        bodyEnded |= last;
        switch (state) {
            case BODY -> take(content, last);
            case PASSING_OVER -> passOver(content, last);
            default -> { }
        }
    }

    private void take(HttpContent content, boolean last) {
        Optional<PenstockException> refused = body.orElseThrow().add(content.content());
        if (refused.isPresent()) {
            send(port.desk().refusal(head, refused.get()));
        } else if (last) {
            answer();
        } else {
            read();
        }
    }

    private void answer() {
        state = State.ANSWERING;
        deadline.in(ANSWER_TIME);
        RequestHead asked = head;
        byte[] whole = body.orElseThrow().whole();
        read();
        if (state == State.ANSWERING) {
            port.desk().answer(asked, admitted, whole, gone, ctx.executor())
                    .whenComplete((reply, failure) -> onLoop(() -> answered(asked, reply, failure)));
        }
    }

    private void answered(RequestHead asked, Reply reply, Throwable failure) {
        if (state == State.ANSWERING && asked == head) {
            send(failure == null ? reply : port.desk().refusal(asked, failure));
        }
    }

    private void send(Reply reply) {
        port.counters().answered(admitted == null ? "" : admitted.rule().name(), reply.status(),
                port.clock().nanoTime() - startedAt);
        bodyDone();
        if (reply.stream().isPresent()) {
            startStream(reply);
            return;
        }
        state = State.ANSWERING;
        boolean stays = keepAlive && (bodyEnded || head.length().filter(all -> all <= MAX_PASSED_OVER).isPresent()
                && !expectsContinue) && !port.isStopping();
        deadline.in(WRITE_TIME);
        RequestHead answered = head;
        ctx.writeAndFlush(Responses.whole(reply, head.id(), port.clock(), stays)).addListener(written -> sent(answered, written.isSuccess(), stays));
    }

    private void bodyDone() {
        body.ifPresent(IncomingBody::done);
        body = Optional.empty();
    }

    private void sent(RequestHead answered, boolean success, boolean stays) {
        if (state != State.ANSWERING || answered != head) {
            return;
        }
        if (!success || !stays && bodyEnded) {
            end();
        } else if (!bodyEnded) {
            keepAlive = stays;
            state = State.PASSING_OVER;
            deadline.in(HEAD_TIME);
            read();
        } else {
            following();
        }
    }

    private void passOver(HttpContent content, boolean last) {
        passedOver += content.content().readableBytes();
        if (passedOver > MAX_PASSED_OVER || last && !keepAlive) {
            end();
        } else if (last) {
            following();
        } else {
            read();
        }
    }

    private void following() {
        state = State.HEAD;
        head = null;
        admitted = null;
        gone = null;
        deadline.in(IDLE_TIME);
        Optional<HttpRequest> waiting = next;
        next = Optional.empty();
        waiting.ifPresentOrElse(this::request, this::read);
    }

    private void startStream(Reply reply) {
        state = State.STREAMING;
        deadline.none();
        SseStream events = new SseStream(ctx, port, this::end);
        stream = Optional.of(events);
        port.counters().streams.increment();
        events.start(reply, head.id());
        read();
    }

    private void late() {
        if (state == State.BODY || state == State.HEAD && head != null) {
            keepAlive = false;
            bodyEnded = true;
            send(port.desk().refusal(head, PenstockException.invalid(ProblemCode.REQUEST_BODY.code(),
                    "the request did not come to its end in time")));
        } else {
            end();
        }
    }

    /** The server stops: what waits is ended, what is being answered may end. From anywhere. */
    void stopSoon() {
        if (ctx != null) {
            ctx.executor().execute(this::stop);
        }
    }

    private void stop() {
        keepAlive = false;
        if (state == State.HEAD || state == State.STREAMING || state == State.PASSING_OVER) {
            end();
        } else if (state == State.ANSWERING && admitted != null && admitted.rule().onLoop() && body.isPresent()) {
            send(port.desk().refusal(port.leaving(head)));
        }
    }

    private void end() {
        if (state != State.ENDED) {
            state = State.ENDED;
            deadline.close();
            bodyDone();
            stream.ifPresent(events -> {
                port.counters().streams.decrement();
                events.close();
            });
            if (gone != null) {
                gone.complete(null);
            }
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end();
    }
}
