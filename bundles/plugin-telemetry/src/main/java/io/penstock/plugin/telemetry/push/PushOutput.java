package io.penstock.plugin.telemetry.push;

import io.penstock.core.batch.Batch;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Measurement;
import io.penstock.core.http.HttpClientOptions;
import io.penstock.core.http.HttpSender;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.RejectedEvents;
import io.penstock.core.value.Secret;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Pushes points in requests. A request the receiver refuses is halved until the refused points are found; those go to the
 * dead letters. Written by one thread, closed by any.
 */
public final class PushOutput implements Output {
    private static final int ANSWER_BYTES = 64 << 10;

    private final Protocol protocol;
    private final PushLimits limits;
    private final HttpSender sender;
    private final String name;

    /** A point, and where in the batch it came from. */
    private record Indexed(int index, Measurement point) {
    }

    /** @param name of the plugin, for the errors' codes */
    public PushOutput(String name, Protocol protocol, PushLimits limits, HttpClientOptions http, NodeContext context) {
        this.name = name;
        this.protocol = protocol;
        this.limits = limits;
        this.sender = new HttpSender(http, context.pipe() + "-" + context.node(), context.clock(), ANSWER_BYTES);
    }

    /** Options with one header more: what they hide in answers, they hide of it too. */
    public static HttpClientOptions with(HttpClientOptions http, String header, Secret value) {
        Map<String, Secret> headers = new LinkedHashMap<>(http.headers());
        headers.put(header, value);
        return new HttpClientOptions(headers, http.connectTimeout(), http.timeout(), http.maxRetryAfter(), http.tls());
    }

    @Override
    public void write(Batch batch) throws InterruptedException {
        Map<Integer, String> rejected = new TreeMap<>();
        List<Indexed> points = read(batch, rejected);
        for (int from = 0; from < points.size(); from += limits.points()) {
            deliver(points.subList(from, Math.min(from + limits.points(), points.size())), rejected);
        }
        if (!rejected.isEmpty()) {
            throw new RejectedEvents(rejected);
        }
    }

    /** In order of time, which some receivers demand within a series. */
    private List<Indexed> read(Batch batch, Map<Integer, String> rejected) {
        List<Indexed> points = new ArrayList<>(batch.events().size());
        for (int i = 0; i < batch.events().size(); i++) {
            try {
                points.add(new Indexed(i, PointReader.read(batch.events().get(i))));
            } catch (PenstockException e) {
                rejected.put(i, e.getMessage());
            }
        }
        points.sort(Comparator.comparing(indexed -> indexed.point().time()));
        return points;
    }

    private void deliver(List<Indexed> part, Map<Integer, String> rejected) throws InterruptedException {
        if (part.isEmpty()) {
            return;
        }
        Set<Integer> left = new HashSet<>();
        byte[] body = protocol.body(part.stream().map(Indexed::point).toList(), (index, reason) -> {
            rejected.put(part.get(index).index(), reason);
            left.add(index);
        });
        if (!left.isEmpty()) {
            deliver(without(part, left), rejected);
            return;
        }
        if (body.length > limits.bytes() && part.size() > 1) {
            halves(part, rejected);
            return;
        }
        HttpResponse<byte[]> response = sender.send(protocol.request(body));
        if (response.statusCode() / 100 == 2) {
            protocol.leftOut(response, part.size()).ifPresent(reason -> part.forEach(each ->
                    rejected.putIfAbsent(each.index(), reason)));
        } else {
            refused(part, response, rejected);
        }
    }

    private static List<Indexed> without(List<Indexed> part, Set<Integer> left) {
        return IntStream.range(0, part.size()).filter(i -> !left.contains(i)).mapToObj(part::get).toList();
    }

    private void halves(List<Indexed> part, Map<Integer, String> rejected) throws InterruptedException {
        int middle = part.size() / 2;
        deliver(part.subList(0, middle), rejected);
        deliver(part.subList(middle, part.size()), rejected);
    }

    private void refused(List<Indexed> part, HttpResponse<byte[]> response, Map<Integer, String> rejected)
            throws InterruptedException {
        String answer = sender.answered(response);
        switch (response.statusCode()) {
            case 400, 413, 422 -> {
                if (part.size() > 1) {
                    halves(part, rejected);
                } else if (!protocol.countsAsStored(answer)) {
                    rejected.put(part.get(0).index(), answer);
                }
            }
            case 401, 403 -> throw new PenstockException(ErrorKind.DENIED, name + ".denied", answer);
            case 404 -> throw PenstockException.retry(name + ".not-found", answer, null);
            // About how we ask, not about what we send: no reason to give data up.
            default -> throw PenstockException.retry(name + ".status", answer, null);
        }
    }

    @Override
    public void close() {
        sender.close();
    }
}
