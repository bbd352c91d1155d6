package io.penstock.plugin.telemetry.remotewrite;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Measurement;
import io.penstock.plugin.telemetry.PrometheusSample;
import io.penstock.plugin.telemetry.push.Protocol;
import io.penstock.plugin.telemetry.push.ProtoWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * {@code prometheus.WriteRequest}: series with sorted labels, each with its samples in order of time.
 * <pre>
 * WriteRequest { repeated TimeSeries timeseries = 1 }   TimeSeries { repeated Label labels = 1; repeated Sample samples = 2 }
 * Label { string name = 1; string value = 2 }           Sample { double value = 1; int64 timestamp = 2 (milliseconds) }
 * </pre>
 */
final class WriteRequests implements Protocol {
    /** NaN as it is stored; another one means that a series ended. */
    private static final long NAN_BITS = 0x7ff8000000000001L;
    /** How receivers call samples that came too late. */
    private static final Pattern STALE =
            Pattern.compile("out of order|out of bounds|duplicate sample|too old|too far in the past|out-of-order");

    private final RemoteWriteOptions options;

    WriteRequests(RemoteWriteOptions options) {
        this.options = options;
    }

    private static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            throw PenstockException.invalid("remote-write.time", "no 64-bit number of milliseconds holds the time " + time);
        }
    }

    /** Points come in order of time. Two values of one millisecond cannot both be stored: the first is. */
    @Override
    public byte[] body(List<Measurement> points, Refusals refusals) {
        Map<SortedMap<String, String>, TreeMap<Long, Long>> series = new LinkedHashMap<>();
        for (int i = 0; i < points.size(); i++) {
            try {
                add(points.get(i), series);
            } catch (PenstockException e) {
                refusals.refuse(i, e.getMessage());
            }
        }
        ProtoWriter request = new ProtoWriter();
        series.forEach((labels, samples) -> request.message(1, series(labels, samples)));
        return request.toBytes();
    }

    private void add(Measurement point, Map<SortedMap<String, String>, TreeMap<Long, Long>> series) {
        PrometheusSample sample = PrometheusSample.of(point);
        long bits = Double.isNaN(sample.value()) ? NAN_BITS : Double.doubleToRawLongBits(sample.value());
        Long there = series.computeIfAbsent(labels(sample), labels -> new TreeMap<>()).putIfAbsent(millis(point.time()), bits);
        if (there != null && there != bits) {
            throw PenstockException.invalid("remote-write.same-millisecond",
                    "another value of this series has the same millisecond, and the protocol knows no finer time");
        }
    }

    private SortedMap<String, String> labels(PrometheusSample sample) {
        SortedMap<String, String> labels = new TreeMap<>(options.labels());
        labels.putAll(sample.labels());
        labels.put("__name__", sample.name());
        return labels;
    }

    private static ProtoWriter series(SortedMap<String, String> labels, TreeMap<Long, Long> samples) {
        ProtoWriter series = new ProtoWriter();
        labels.forEach((name, value) -> series.message(1, new ProtoWriter().text(1, name).text(2, value)));
        samples.forEach((millis, bits) -> series.message(2, new ProtoWriter().fixed64(1, bits).varint(2, millis)));
        return series;
    }

    @Override
    public HttpRequest.Builder request(byte[] body) {
        return HttpRequest.newBuilder(options.url()).setHeader("Content-Type", "application/x-protobuf")
                .setHeader("Content-Encoding", "snappy").setHeader("X-Prometheus-Remote-Write-Version", "0.1.0")
                .setHeader("User-Agent", "penstock").POST(BodyPublishers.ofByteArray(Snappy.compress(body)));
    }

    @Override
    public boolean countsAsStored(String answer) {
        return options.outOfOrder() == RemoteWriteOptions.Stale.SKIP && STALE.matcher(answer.toLowerCase(Locale.ROOT)).find();
    }
}
