package io.penstock.plugin.telemetry.otlp;

import io.penstock.core.http.HttpUrls;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.plugin.telemetry.push.PushLimits;
import io.penstock.plugin.telemetry.push.PushOutput;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes {@code otlp} outputs. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "otlp",
        doc = "Sends measurements as OpenTelemetry metrics over OTLP/HTTP.",
        example = "otlp: {url: \"http://127.0.0.1:4318\", resource: {service.name: power-meter}}")
@Component(service = Plugin.class)
public final class OtlpOutputPlugin implements OutputPlugin<OtlpOptions> {
    @Override
    public Class<OtlpOptions> options() {
        return OtlpOptions.class;
    }

    /** The protocol has no identity for a request, and promises nothing about a point that comes again. */
    @Override
    public Guarantee guarantee(OtlpOptions options) {
        return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public List<OptionProblem> check(OtlpOptions options) {
        List<OptionProblem> problems = new ArrayList<>(HttpUrls.problems(options.url(), options.plaintext()));
        problems.addAll(HttpUrls.headerProblems(List.of("http", "headers"), options.http().headers()));
        options.resource().keySet().stream().filter(String::isBlank).forEach(name -> problems.add(
                new OptionProblem(List.of("resource", name), "otlp.resource", "expected the name of an attribute")));
        return problems;
    }

    @Override
    public Output create(OtlpOptions options, NodeContext context) {
        return new PushOutput("otlp", new OtlpMetrics(options), new PushLimits(options.maxPoints(), options.maxBytes().bytes()),
                options.http(), context);
    }
}
