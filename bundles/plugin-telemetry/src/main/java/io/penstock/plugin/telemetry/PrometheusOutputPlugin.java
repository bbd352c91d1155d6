package io.penstock.plugin.telemetry;

import io.penstock.core.admin.PlaceSource;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Makes {@code prometheus} outputs. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "prometheus",
        doc = "Serves the latest value of every series, to be scraped by Prometheus.",
        example = "prometheus: {address: \"127.0.0.1:9464\", expire: 5m}")
@Component(service = {Plugin.class, PlaceSource.class})
public final class PrometheusOutputPlugin implements OutputPlugin<PrometheusOptions>, PlaceSource {
    private final Served served = new Served();

    @Override
    public Class<PrometheusOptions> options() {
        return PrometheusOptions.class;
    }

    /** A value that comes again is the value that is shown. */
    @Override
    public Guarantee guarantee(PrometheusOptions options) {
        return Guarantee.IDEMPOTENT;
    }

    @Override
    public List<OptionProblem> check(PrometheusOptions options) {
        List<OptionProblem> problems = new ArrayList<>();
        try {
            problems.addAll(Hosts.plaintextProblem("address", ScrapeAddress.parse(options.address()).host(),
                    options.tls().isPresent(), options.plaintext()));
        } catch (PenstockException e) {
            problems.add(problem("address", e.code(), e.getMessage()));
        }
        if (!options.path().startsWith("/") || options.path().matches(".*[?#\\s].*")) {
            problems.add(problem("path", "prometheus.path",
                    "expected a path such as \"/metrics\", but found \"" + options.path() + "\""));
        }
        return problems;
    }

    private static OptionProblem problem(String key, String code, String message) {
        return new OptionProblem(List.of(key), code, message);
    }

    @Override
    public Map<String, String> places() {
        return served.places();
    }

    @Override
    public Output create(PrometheusOptions options, NodeContext context) {
        return new PrometheusOutput(options, context, served);
    }
}
