package io.penstock.plugin.telemetry.influxdb;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Measurement;
import io.penstock.core.http.HttpSender;
import io.penstock.plugin.telemetry.push.Protocol;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The write requests of InfluxDB. One thread. */
final class LineProtocol implements Protocol {
    private final InfluxOptions options;
    private final LineWriter lines;
    private final URI target;

    LineProtocol(InfluxOptions options) {
        this.options = options;
        this.lines = new LineWriter(options);
        this.target = target(options);
    }

    static URI target(InfluxOptions options) {
        String precision = options.precision().name().toLowerCase(Locale.ROOT);
        StringBuilder query = new StringBuilder();
        if (options.database().isPresent()) {
            parameter(query, "db", options.database().get());
            options.retentionPolicy().ifPresent(policy -> parameter(query, "rp", policy));
            // InfluxDB 1 writes some of the units with one letter.
            parameter(query, "precision", precision.equals("ns") ? "n" : precision.equals("us") ? "u" : precision);
        } else {
            options.org().ifPresent(org -> parameter(query, "org", org));
            parameter(query, "bucket", options.bucket().orElse(""));
            parameter(query, "precision", precision);
        }
        String base = options.url().toString().replaceAll("/+$", "");
        return URI.create(base + (options.database().isPresent() ? "/write" : "/api/v2/write") + "?" + query);
    }

    private static void parameter(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? "" : "&").append(name).append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    @Override
    public byte[] body(List<Measurement> points, Refusals refusals) {
        StringBuilder body = new StringBuilder(points.size() * 120);
        for (int i = 0; i < points.size(); i++) {
            try {
                lines.append(body, points.get(i));
            } catch (PenstockException e) {
                refusals.refuse(i, e.getMessage());
            }
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public HttpRequest.Builder request(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target).setHeader("Content-Type", "text/plain; charset=utf-8");
        if (options.gzip()) {
            request.setHeader("Content-Encoding", "gzip");
        }
        return request.POST(BodyPublishers.ofByteArray(options.gzip() ? HttpSender.gzip(body) : body));
    }
}
