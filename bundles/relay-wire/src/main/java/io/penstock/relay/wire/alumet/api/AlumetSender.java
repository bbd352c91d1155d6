package io.penstock.relay.wire.alumet.api;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.value.Utf8Text;
import io.penstock.relay.wire.alumet.api.AlumetMessage.RegisterMetrics;
import io.penstock.relay.wire.api.PostcardWriter;
import io.penstock.relay.wire.api.RelayProtocol;
import io.penstock.relay.wire.api.Unfit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes frames of measurements, for one connection: a metric is registered before its first point. Attributes of types
 * Alumet does not have travel as text. One thread.
 */
public final class AlumetSender {
    /** Far below Alumet's own limit, so that one more point always fits. */
    private static final int FRAME_BYTES = 1024 * 1024;
    private static final int MAX_METRICS = 65_536;

    private final String sender;
    private final Map<Metric, Long> metrics = new HashMap<>();
    private final List<AlumetMetric> unregistered = new ArrayList<>();
    private final List<ByteBuffer> frames = new ArrayList<>();
    private PostcardWriter points = new PostcardWriter(1024);
    private int count;

    /** Knows no metrics yet. */
    public AlumetSender(String sender) {
        this.sender = sender;
    }

    /** The frames of a batch, and those of its events (by their number, from 0) that Alumet cannot be sent. */
    public Encoded encode(List<? extends Event> events) {
        List<Unfit> unfit = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            int mark = points.size();
            try {
                add(events.get(i));
            } catch (PenstockException e) {
                points.truncate(mark);
                unfit.add(new Unfit(i, e.getMessage()));
            }
        }
        close();
        Encoded encoded = new Encoded(List.copyOf(frames), List.copyOf(unfit));
        frames.clear();
        return encoded;
    }

    private void add(Event event) {
        if (!(event instanceof Measurement measurement)) {
            throw unfit("a record; Alumet's relay takes measurements only");
        }
        if (measurement.time().getEpochSecond() < 0) {
            throw unfit("a measurement of before 1970");
        }
        AlumetPoints.write(points, new AlumetPoint(metric(measurement), measurement.time().getEpochSecond(),
                measurement.time().getNano(), measurement.value(), measurement.resource(), measurement.consumer(),
                attributes(measurement.attributes())));
        count++;
        if (points.size() > FRAME_BYTES) {
            close();
        }
    }

    private long metric(Measurement measurement) {
        Metric metric = new Metric(measurement.metric(), measurement.unit(), !(measurement.value() instanceof Unsigned));
        Long id = metrics.get(metric);
        if (id != null) {
            return id;
        }
        if (metrics.size() == MAX_METRICS) {
            throw unfit("more than " + MAX_METRICS + " metrics on one connection");
        }
        if (!Utf8Text.isUnicode(metric.name()) || !Utf8Text.isUnicode(metric.unit())) {
            throw unfit("a metric whose name or unit is no valid Unicode");
        }
        long next = metrics.size();
        metrics.put(metric, next);
        unregistered.add(new AlumetMetric(next, metric.name(), metric.floating(), AlumetUnits.base(metric.unit()),
                AlumetUnits.prefix(metric.unit())));
        return next;
    }

    private static Fields attributes(Fields attributes) {
        Fields.Builder known = attributes.toBuilder();
        for (int i = 0; i < attributes.size(); i++) {
            if (!AlumetPoints.has(attributes.value(i))) {
                known.set(attributes.name(i), EventText.text(attributes.value(i)));
            }
        }
        return known.build();
    }

    private void close() {
        if (!unregistered.isEmpty()) {
            frames.add(AlumetCodec.encode(new RegisterMetrics(sender, unregistered)));
            unregistered.clear();
        }
        if (count > 0) {
            PostcardWriter body = new PostcardWriter(points.size() + sender.length() + 16);
            frames.add(AlumetCodec.framed(body.text(sender).varint(3).varint(count).raw(points)));
            points = new PostcardWriter(1024);
            count = 0;
        }
    }

    private static PenstockException unfit(String message) {
        return PenstockException.invalid(RelayProtocol.UNFIT, message);
    }

    /**
     * A batch as frames.
     *
     * @param frames in order, each whole
     * @param unfit the events left out
     */
    public record Encoded(List<ByteBuffer> frames, List<Unfit> unfit) {
        public Encoded {
            frames = List.copyOf(frames);
            unfit = List.copyOf(unfit);
        }
    }

    private record Metric(String name, String unit, boolean floating) {
    }
}
