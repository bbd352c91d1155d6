package io.penstock.plugin.telemetry.remotewrite;

import io.penstock.core.http.HttpClientOptions;
import io.penstock.core.http.HttpUrls;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.value.Secret;
import io.penstock.plugin.telemetry.push.PushLimits;
import io.penstock.plugin.telemetry.push.PushOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes {@code prometheus-remote-write} outputs. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "prometheus-remote-write",
        doc = "Sends measurements to Prometheus, Mimir, VictoriaMetrics and others by remote write.",
        example = "prometheus-remote-write: {url: \"http://127.0.0.1:9090/api/v1/write\", labels: {job: penstock}}")
@Component(service = Plugin.class)
public final class RemoteWritePlugin implements OutputPlugin<RemoteWriteOptions> {
    @Override
    public Class<RemoteWriteOptions> options() {
        return RemoteWriteOptions.class;
    }

    /** A sample is its series, time and value: the same one again changes nothing. */
    @Override
    public Guarantee guarantee(RemoteWriteOptions options) {
        return Guarantee.IDEMPOTENT;
    }

    @Override
    public List<OptionProblem> check(RemoteWriteOptions options) {
        List<OptionProblem> problems = new ArrayList<>(HttpUrls.problems(options.url(), options.plaintext()));
        problems.addAll(HttpUrls.headerProblems(List.of("http", "headers"), options.http().headers()));
        if (options.user().isPresent() != options.password().isPresent()
                || options.user().isPresent() && options.token().isPresent()) {
            problems.add(new OptionProblem(List.of("user"), "remote-write.user",
                    "expected user and password together, or a token, or none of them"));
        }
        options.labels().forEach((name, value) -> {
            if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*") || name.startsWith("__") || value.isEmpty()) {
                problems.add(new OptionProblem(List.of("labels", name), "remote-write.label",
                        "expected a name of letters, digits and underscores, none of them two in front, and a text"));
            }
        });
        return problems;
    }

    @Override
    public Output create(RemoteWriteOptions options, NodeContext context) {
        return new PushOutput("remote-write", new WriteRequests(options),
                new PushLimits(options.maxSamples(), options.maxBytes().bytes()), login(options), context);
    }

    private static HttpClientOptions login(RemoteWriteOptions options) {
        if (options.token().isPresent()) {
            return PushOutput.with(options.http(), "Authorization", Secret.of("Bearer " + options.token().get().reveal()));
        }
        if (options.user().isPresent() && options.password().isPresent()) {
            String login = options.user().get() + ":" + options.password().get().reveal();
            return PushOutput.with(options.http(), "Authorization", Secret.of("Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))));
        }
        return options.http();
    }
}
