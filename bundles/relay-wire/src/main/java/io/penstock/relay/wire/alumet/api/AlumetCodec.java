package io.penstock.relay.wire.alumet.api;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Unsigned;
import io.penstock.relay.wire.alumet.api.AlumetMessage.Greet;
import io.penstock.relay.wire.alumet.api.AlumetMessage.GreetResponse;
import io.penstock.relay.wire.alumet.api.AlumetMessage.RegisterMetrics;
import io.penstock.relay.wire.alumet.api.AlumetMessage.SendMeasurements;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.PostcardReader;
import io.penstock.relay.wire.api.PostcardWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages as frames and back. Stateless, thread-safe.
 *
 * <pre>
 * frame:   | length of the body (u32, big end first) | body |
 * body:    | sender: text | tag (u32) | ...
 *   0 Greet             core version, plugin version: text, protocol version: u32
 *   1 GreetResponse     accept: bool, core version, plugin version: text, protocol version: u32
 *   2 RegisterMetrics   count, (id: u64, name: text, type: 0 f64, 1 u64; unit base, prefix: text) ...
 *   3 SendMeasurements  count, point ...
 * point:   | metric: u64 | seconds: u64 | nanoseconds: u32 | value | resource kind, id, consumer kind, id: text
 *          | count, (name: text, value) ... |
 * value:   | tag (u32) |  0 f64   1 u64   2 bool   3 text   4 count, u64 ...
 * </pre>
 */
public final class AlumetCodec {
    /** The protocol version spoken. */
    public static final int VERSION = 2;
    /** Longer bodies are refused, as Alumet does. */
    public static final int MAX_FRAME_BYTES = 32_000_000;

    private static final int MAX_TEXT_BYTES = 64 * 1024;
    private static final int MAX_ATTRIBUTES = 1000;
    private static final int MAX_METRICS = 65_536;
    /** As many as fit the longest frame when they are as usual; the shortest would unfold to ten times their bytes. */
    private static final int MAX_POINTS = 600_000;
    private static final int LEAST_METRIC_BYTES = 5;
    private static final int LEAST_POINT_BYTES = 10;

    private AlumetCodec() {
    }

    /** The whole frame. A text that UTF-8 cannot hold, or an attribute of a type Alumet does not have, is INVALID. */
    public static ByteBuffer encode(AlumetMessage message) {
        PostcardWriter out = new PostcardWriter(256).text(message.sender());
        if (message instanceof Greet greet) {
            out.varint(0).text(greet.coreVersion()).text(greet.pluginVersion()).varint(greet.protocolVersion());
        } else if (message instanceof GreetResponse response) {
            out.varint(1).bool(response.accept()).text(response.coreVersion()).text(response.pluginVersion())
                    .varint(response.protocolVersion());
        } else if (message instanceof RegisterMetrics register) {
            out.varint(2).varint(register.metrics().size());
            register.metrics().forEach(each -> out.varint(each.id()).text(each.name()).varint(each.floating() ? 0 : 1)
                    .text(each.unitBase()).text(each.unitPrefix()));
        } else if (message instanceof SendMeasurements send) {
            out.varint(3).varint(send.points().size());
            send.points().forEach(each -> AlumetPoints.write(out, each));
        }
        return framed(out);
    }

    static ByteBuffer framed(PostcardWriter body) {
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + body.size());
        return frame.putInt(body.size()).put(body.toBuffer()).flip();
    }

    /** Reads a frame of type {@link Frame#ALUMET}; anything else than a message is CORRUPT ({@code relay.frame}). */
    public static AlumetMessage decode(Frame frame) {
        PostcardReader in = new PostcardReader(frame.body());
        if (frame.type() != Frame.ALUMET) {
            throw in.corrupt("a frame of ours where Alumet's was expected");
        }
        String sender = in.text(MAX_TEXT_BYTES);
        long tag = in.varint32();
        AlumetMessage message;
        if (tag == 0) {
            message = new Greet(sender, in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES), (int) in.varint32());
        } else if (tag == 1) {
            message = new GreetResponse(sender, in.bool(), in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES),
                    (int) in.varint32());
        } else if (tag == 2) {
            message = new RegisterMetrics(sender, metrics(in));
        } else if (tag == 3) {
            message = new SendMeasurements(sender, points(in));
        } else {
            throw in.corrupt("a message of kind " + tag);
        }
        in.end();
        return message;
    }

    private static List<AlumetMetric> metrics(PostcardReader in) {
        int count = in.count(LEAST_METRIC_BYTES, MAX_METRICS, "metrics");
        List<AlumetMetric> metrics = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            metrics.add(new AlumetMetric(in.varint(), in.text(MAX_TEXT_BYTES), in.atMost(1, "a metric's type") == 0,
                    in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES)));
        }
        return metrics;
    }

    private static List<AlumetPoint> points(PostcardReader in) {
        int count = in.count(LEAST_POINT_BYTES, MAX_POINTS, "points");
        List<AlumetPoint> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long metric = in.varint();
            long second = in.varint();
            int nano = (int) in.varint32();
            Number value = number(in);
            points.add(new AlumetPoint(metric, second, nano, value, entity(in), entity(in), attributes(in)));
        }
        return points;
    }

    private static Number number(PostcardReader in) {
        return in.atMost(1, "a point's type of value") == 0 ? Double.longBitsToDouble(in.f64()) : (Number) Unsigned.ofBits(in.varint());
    }

    private static Entity entity(PostcardReader in) {
        Entity entity = new Entity(in.text(MAX_TEXT_BYTES), in.text(MAX_TEXT_BYTES));
        return entity.equals(Entity.LOCAL_MACHINE) ? Entity.LOCAL_MACHINE : entity;
    }

    private static Fields attributes(PostcardReader in) {
        int count = in.count(3, MAX_ATTRIBUTES, "attributes");
        if (count == 0) {
            return Fields.EMPTY;
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            attributes.put(in.text(MAX_TEXT_BYTES), AlumetPoints.value(in));
        }
        return Fields.from(attributes);
    }
}
