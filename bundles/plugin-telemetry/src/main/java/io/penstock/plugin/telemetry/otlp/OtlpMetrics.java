package io.penstock.plugin.telemetry.otlp;

import io.penstock.core.event.Measurement;
import io.penstock.core.http.HttpSender;
import io.penstock.plugin.telemetry.push.Protocol;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests of OTLP/HTTP for metrics. One thread. */
final class OtlpMetrics implements Protocol {
    private static final String SCOPE = "penstock";

    private final OtlpOptions options;
    private final URI target;
    private final Map<String, String> resource = new LinkedHashMap<>();

    OtlpMetrics(OtlpOptions options) {
        this.options = options;
        this.target = target(options.url());
        resource.put("service.name", "penstock");
        resource.putAll(options.resource());
    }

    static URI target(URI url) {
        String path = url.getRawPath();
        return path == null || path.isEmpty() || path.equals("/") ? url.resolve("/v1/metrics") : url;
    }

    private boolean json() {
        return options.encoding() == OtlpOptions.Encoding.JSON;
    }

    @Override
    public byte[] body(List<Measurement> points, Refusals refusals) {
        for (int i = 0; i < points.size(); i++) {
            Optional<String> reason = MetricGroup.unfit(points.get(i));
            if (reason.isPresent()) {
                refusals.refuse(i, reason.get());
            }
        }
        List<MetricGroup> metrics = MetricGroup.of(points, options);
        return json() ? JsonMetrics.encode(metrics, resource, SCOPE).getBytes(StandardCharsets.UTF_8)
                : ProtoMetrics.encode(metrics, resource, SCOPE);
    }

    @Override
    public HttpRequest.Builder request(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .setHeader("Content-Type", json() ? "application/json" : "application/x-protobuf");
        if (options.gzip()) {
            request.setHeader("Content-Encoding", "gzip");
        }
        return request.POST(BodyPublishers.ofByteArray(options.gzip() ? HttpSender.gzip(body) : body));
    }

    /** The specification forbids to send any of it again, and does not say which points were left out. */
    @Override
    public Optional<String> leftOut(HttpResponse<byte[]> response, int points) {
        PartialSuccess partial = PartialSuccess.read(response.body());
        String message = HttpSender.oneLine(partial.message(), options.http().headers().values());
        return partial.rejected() <= 0 ? Optional.empty() : Optional.of("the receiver left out " + partial.rejected() + " of the "
                + points + " points of a request without saying which" + (message.isEmpty() ? "" : ": " + message));
    }
}
