package io.penstock.bench.control;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.penstock.admin.api.PlainJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** An agent that says it runs whatever it is told to. Its event loop only. */
final class SimulatedAgent {
    private static final int MOST_BACKOFF_MS = 60_000;

    private final FleetPlan plan;
    private final Tally tally;
    private final Bootstrap bootstrap;
    private final EventLoop loop;
    private final Random random;
    private final String name;
    private final String enrollmentId;
    private final String bootId;
    private String id;
    private String token;
    private long seq;
    private boolean full = true;
    private String manifest;
    private List<Object> reports = List.of();
    private Channel channel;
    private int failures;
    private long asked;
    private boolean counts;

    SimulatedAgent(int number, FleetPlan plan, Tally tally, Bootstrap bootstrap, EventLoop loop) {
        this.plan = plan;
        this.tally = tally;
        this.bootstrap = bootstrap;
        this.loop = loop;
        this.random = new Random(number * 7919L + 17);
        this.name = "sim-" + number;
        this.enrollmentId = uuid();
        this.bootId = uuid();
    }

    private String uuid() {
        return String.format("%08x-%04x-7%03x-8%03x-%012x", (int) (System.currentTimeMillis() >>> 16), (int) System.currentTimeMillis() & 0xffff,
                random.nextInt(0x1000), random.nextInt(0x1000), random.nextLong() & 0xffffffffffffL);
    }

    void connect() {
        bootstrap.clone(loop).handler(new FleetPipeline(plan, this)).connect(plan.host(), plan.port()).addListener(done -> {
            if (!done.isSuccess()) {
                tally.refusal("connect");
                again();
            }
        });
    }

    private void again() {
        channel = null;
        long most = Math.min(MOST_BACKOFF_MS, 1000L << Math.min(6, failures++));
        loop.schedule(this::connect, random.nextLong(most) + 1, TimeUnit.MILLISECONDS);
    }

    /** Takes what comes. One connection's. */
    final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
        private boolean up;

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                up = true;
                channel = context.channel();
                tally.connected.incrementAndGet();
                ask();
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            answered(response);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (up) {
                tally.connected.decrementAndGet();
            } else {
                tally.refusal("handshake");
            }
            if (asked != 0) {
                tally.lost.incrementAndGet();
                asked = 0;
            }
            again();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private void ask() {
        if (channel == null || !channel.isActive()) {
            return;
        }
        asked = System.nanoTime();
        counts = token != null;
        if (token == null) {
            send("/agent/v1/enroll", plan.key(), enrolment());
        } else {
            boolean waits = plan.hold() > 0 && reports.isEmpty() && !full;
            counts = !waits;
            send("/agent/v1/agents/" + id + "/sync" + (waits ? "?wait=" + plan.hold() : ""), token, sync());
        }
    }

    private void send(String path, String bearer, Map<String, Object> body) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, path,
                Unpooled.wrappedBuffer(PlainJson.line(body).getBytes(StandardCharsets.UTF_8)));
        request.headers().set("Host", plan.host() + ":" + plan.port()).set("Authorization", "Bearer " + bearer).set("Penstock-Protocol", "1")
                .set("User-Agent", "penstock/simulated").set("Content-Type", "application/json").set("Content-Length", request.content().readableBytes());
        channel.writeAndFlush(request, channel.voidPromise());
    }

    private Map<String, Object> enrolment() {
        return map("enrollmentId", enrollmentId, "name", name, "tags", map("simulated", "", "group", "g" + Math.abs(name.hashCode() % 10)),
                "host", host(), "software", software(), "protocol", map("min", 1, "max", 1), "bootId", bootId);
    }

    private Map<String, Object> host() {
        return map("name", name, "os", "Linux", "arch", "amd64", "addresses", List.of("127.0.0.1"), "machineId", hash(name).substring(0, 32));
    }

    private static Map<String, Object> software() {
        return map("version", "0.1.0", "distribution", "agent", "java", "17");
    }

    private Map<String, Object> sync() {
        Map<String, Object> known = manifest == null ? map() : map("manifest", hash(manifest));
        Map<String, Object> request = map("bootId", bootId, "seq", ++seq, "full", full, "sentAt", Instant.now().toString(), "known", known,
                "health", map("status", "ok"));
        if (full) {
            request.put("agent", map("name", name, "host", host(), "software", software(), "startedAt", Instant.now().toString(),
                    "localPolicy", map("hash", hash("none"), "summary", "none")));
        }
        if (!reports.isEmpty() || full) {
            request.put("pipes", reports);
        }
        return request;
    }

    private void answered(FullHttpResponse response) {
        long nanos = System.nanoTime() - asked;
        asked = 0;
        int status = response.status().code();
        if (status >= 300) {
            refused(response, status);
            return;
        }
        failures = 0;
        if (token == null) {
            enrolled(response);
            return;
        }
        if (counts) {
            tally.sync(nanos);
        }
        reports = List.of();
        full = false;
        boolean changed = status == 200 && taken(map(response));
        next(changed ? 0.2 + random.nextDouble() * 0.3 : plan.hold() > 0 ? 0.001 : plan.interval() * (0.8 + random.nextDouble() * 0.4));
    }

    private void next(double seconds) {
        loop.schedule(this::ask, (long) (seconds * 1e6), TimeUnit.MICROSECONDS);
    }

    private void refused(FullHttpResponse response, int status) {
        String after = response.headers().get("Retry-After");
        tally.refusal(status + (status == 503 && after != null ? " with Retry-After" : ""));
        if (status == 409 || status >= 500) {
            full = true;
        }
        next(after != null ? Integer.parseInt(after) + random.nextDouble() : plan.interval());
    }

    private void enrolled(FullHttpResponse response) {
        if (random.nextInt(100) < plan.loss()) {
            tally.refusal("lost on purpose");
            channel.close();
            return;
        }
        Map<?, ?> answer = map(response);
        id = String.valueOf(answer.get("agentId"));
        token = String.valueOf(((Map<?, ?>) answer.get("credential")).get("token"));
        tally.enrolled.incrementAndGet();
        next(random.nextDouble() * Math.min(5, plan.interval()));
    }

    /** Whether there is something to tell at once. */
    private boolean taken(Map<?, ?> answer) {
        full = Boolean.TRUE.equals(answer.get("full"));
        if (answer.get("credential") instanceof Map<?, ?> candidate) {
            token = String.valueOf(candidate.get("token"));
        }
        if (!(answer.get("manifest") instanceof Map<?, ?> signed)) {
            return full;
        }
        manifest = String.valueOf(signed.get("body"));
        List<Object> told = new ArrayList<>();
        Map<?, ?> body = (Map<?, ?>) PlainJson.read(manifest);
        ((List<?>) body.get("pipes")).forEach(pipe -> told.add(report((Map<?, ?>) pipe)));
        reports = told;
        return true;
    }

    private Map<String, Object> report(Map<?, ?> pipe) {
        String now = Instant.now().toString();
        boolean bad = plan.bad() > 0 && ((Number) pipe.get("revision")).intValue() >= plan.bad();
        (bad ? tally.failed : tally.applied).incrementAndGet();
        Map<String, Object> spec = map("revision", pipe.get("revision"), "spec", pipe.get("spec"));
        Map<String, Object> attempt = new LinkedHashMap<>(spec);
        attempt.putAll(bad ? map("result", "failed", "code", "pipes.failed", "message", "a bad one", "at", now) : map("result", "applied", "at", now));
        Map<String, Object> report = map("pipeId", pipe.get("pipeId"), "name", pipe.get("name"), "origin", "server", "state", bad ? "failed" : "running",
                "since", now, "restarts", 0, "lastAttempt", attempt,
                "counters", map("in", 0, "out", 0, "dropped", 0, "deadLettered", 0, "errors", 0, "bytes", 0, "lagMs", 0));
        if (!bad) {
            report.put("running", spec);
        }
        return report;
    }

    private static Map<?, ?> map(FullHttpResponse response) {
        return (Map<?, ?>) PlainJson.read(response.content().toString(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
